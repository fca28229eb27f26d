// The order of a month: one table, read aloud by a test.
#pragma once

#include <span>

#include "month/state.hpp"

namespace qonys {

struct Process {
    const char* name;
    void (*step)(State&);
};

// All processes of a month, in order. Each reads the state left by the one before.
std::span<const Process> month_order();

void simulate_month(State& state);

// One file each.
void policy(State& state);
void arrive(State& state);
void grant_status(State& state);
void apply_for_place(State& state);
void allocate(State& state);
void settle(State& state);
void pay_rent(State& state);
void work(State& state);
void house(State& state);
void pay(State& state);
void move_on(State& state);
void naturalise(State& state);
void age(State& state);
void account(State& state);

}  // namespace qonys
