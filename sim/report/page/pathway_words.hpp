// How programmes, stages, exits and centres are called on pages, and the measures of comparisons and sweeps about them.
#pragma once

#include <string>

#include "report/page/texts.hpp"
#include "scenario/pathways.hpp"

namespace qonys {

// Titles as the scenario has them; those of the files that come with the program are translated. Names where there is no title.
std::string programme_words(const Pathways& pathways, std::size_t programme, const PageTexts& texts);
std::string stage_words(const Programme& programme, const std::string& name, const PageTexts& texts);
std::string exit_words(const std::string& name, const PageTexts& texts);
std::string service_words(const std::string& name, const PageTexts& texts);
// Of a centre, or of "programme.stage".
std::string room_words(const Pathways& pathways, const std::string& label, const PageTexts& texts);

// Of NAME[.PROGRAMME][@PLACE]; `fallback` where nothing is known of it.
std::string pathway_measure_words(const Pathways& pathways, const std::string& spec, const std::string& fallback,
                                  const PageTexts& texts);

// ", Centre near Aktau, Jusan": whose value a path is. Empty for others.
std::string owner_words(const Pathways& pathways, const std::string& path, const PageTexts& texts);

// "length of stay, Centre near Aktau": a value of programmes and centres, in short; its path where it has no such words.
std::string parameter_words(const Pathways& pathways, const std::string& path, const PageTexts& texts);

// Of a scenario text; without programmes where it has none, or where this program does not read it.
Pathways pathways_of(const std::string& scenario_text);

}  // namespace qonys
