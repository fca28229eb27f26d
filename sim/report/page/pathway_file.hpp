// What the page of a run of pathway programmes needs of the result file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/page/run_file.hpp"
#include "scenario/read.hpp"

namespace qonys {

struct PathwayFile {
    RunFile head;           // file, question, seed, replicates, assumed and uncertain values, inputs; nothing else
    LoadedScenario loaded;  // of the text in the file: titles, places, manifest, sources
    std::string scenario_text;

    std::vector<std::string> dates;  // "2019-05-07": first day of each step
    Axis programme, stage, exit, room, service, step_from, step_to, months_since;

    RunCube arrivals;            // (programme)
    RunCube exits;               // (programme, exit)
    RunCube spending;            // (programme)
    RunCube longest_wait;        // (programme, stage)
    RunCube occupied;            // (date, room)
    RunCube followed, still_in;  // (months_since, programme)
    RunCube at_risk, left;       // likewise
    RunCube present, waiting;    // one "replicate": means over all of them, (date, programme, stage)
    RunCube moves;               // likewise, (programme, step_from, step_to)

    std::map<std::string, RunTable> tables;  // of the whole run by name, and "yearly/spending"

    const std::vector<Programme>& programmes() const { return loaded.scenario.pathways.programmes; }
    const RunTable& table(const std::string& name) const { return tables.at(name); }
};

bool is_about_pathways(const std::string& path);  // throws FileTrouble: missing or no HDF5

// Throws FileTrouble: missing, damaged, of another kind, or lacking a variable, which it names.
PathwayFile read_pathways(const std::string& path);

}  // namespace qonys
