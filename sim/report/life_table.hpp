// What `qonys explain` prints of lives.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "life/part.hpp"
#include "life/worth.hpp"
#include "report/format.hpp"
#include "scenario/read.hpp"

namespace qonys {

// One policy and a life under it.
struct LifeUnder {
    std::string policy;  // name of the file or arm
    const LoadedScenario* loaded = nullptr;
    Life life;
};

struct LifeReport {
    std::int64_t family = 0, replicate = 0;
    LifeUnder first;
    std::optional<LifeUnder> twin;
    Parting parted;                     // with a twin
    std::optional<PartingCause> cause;  // when the lives part
    std::string absence;                // why the twin never comes; empty when it does
    std::vector<std::string> notes;     // that the file was written by another program, and the like
};
std::string print_life(const LifeReport& report, Format format);

struct FamilyList {
    std::string policy, against;  // against: empty without a second policy
    std::int64_t replicate = 0;
    std::vector<FamilyKind> kinds, differing;
    std::vector<std::string> notes;
};
std::string print_families(const FamilyList& list, Format format);

}  // namespace qonys
