// Every number that a scenario of pathway programmes can give changes some figure of the result: none is read in vain.
#include <gtest/gtest.h>

#include <algorithm>

#include "accounts/pathway_summary.hpp"
#include "commit.hpp"
#include "experiment/pathway_replicates.hpp"
#include "scenario/read.hpp"

namespace qonys {
namespace {

std::vector<double> figures(const std::vector<std::string>& sets) {
    const LoadedScenario loaded = load_scenario(QONYS_SOURCE_FOLDER "/tests/golden/pathways.yaml", sets);
    const std::atomic<bool> stop = false;
    return run_pathway_replicate(PathwayWorlds(loaded), 0, stop).values;
}

bool same(const std::vector<double>& a, const std::vector<double>& b) {
    const auto equal = [](double x, double y) { return x == y || (x != x && y != y); };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), equal);
}

TEST(pathway_numbers, each_change_some_figure) {
    const std::string programme = "programmes.lively.", flight = programme + "arrivals.flight.",
                      stream = programme + "arrivals.stream.", single = programme + "arrivals.single.",
                      reception = programme + "stages.reception.", centre = programme + "stages.centre.",
                      follow_up = programme + "stages.follow_up.";
    const std::vector<double> before = figures({});
    const std::vector<std::vector<std::string>> changes = {
        {flight + "date=2026-02-03"},
        {flight + "unaccompanied=13"},
        {flight + "persons.women=21"},
        {flight + "persons.men=9"},
        {flight + "persons.children=61"},
        {stream + "date=2026-03-09"},
        {stream + "until=2026-10-01"},
        {stream + "flights=5"},
        {stream + "delay_days=30"},
        {stream + "persons.orphans=11"},
        {single + "until=2026-10-01"},
        {single + "persons.women=20"},
        {single + "persons.children=40"},
        {programme + "exits.left_again=transferred"},
        {programme + "obligation_days=30"},
        {reception + "places=30"},
        {reception + "days=6"},
        {reception + "cost_per_day=15001"},
        {reception + "cost_on_entry=3001"},
        {reception + "next.women={centre: 0.5, sentenced: 0.5}"},
        {reception + "next.men={centre: 0.9, sentenced: 0.1}"},
        {reception + "next.unaccompanied_children={centre: 0.5, settled: 0.5}"},
        {centre + "days=42"},
        {centre + "days_shape=lognormal"},
        {centre + "days_cv=0.7"},
        {centre + "cost_per_day=9001"},
        {centre + "staff.psychologist=0.2"},
        {centre + "staff.teacher=0.2"},
        {centre + "next={follow_up: 0.5, settled: 0.5}"},
        {follow_up + "kind=placement"},
        {follow_up + "days=200"},
        {follow_up + "leave.left_again=0.1"},
        {follow_up + "leave.sentenced=0.1"},
        {"centres.north.places=40"},
        {"money.usd_per_kzt=0.0021"},
        {"run.seed=2"},
    };
    for (const auto& change : changes) EXPECT_FALSE(same(before, figures(change))) << change[0];
    // What is only said, or goes another way to the same figures.
    for (const std::string& words :
         {flight + "confidence=low", flight + "from=IRQ", programme + "title=Other", programme + "obligation=nothing",
          reception + "title=Other", reception + "kind=check", std::string("centres.north.title=South")})
        EXPECT_TRUE(same(before, figures({words}))) << words;
}

}  // namespace
}  // namespace qonys
