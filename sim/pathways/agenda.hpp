// On which day something may happen to which party. What has been overtaken by events stays in the list and is told by its
// serial number, so that nothing is ever searched for.
#pragma once

#include <cstdint>
#include <vector>

namespace qonys {

struct AgendaItem {
    std::uint32_t party = 0, serial = 0;
};

class Agenda {
public:
    explicit Agenda(std::int32_t days) : first_(static_cast<std::size_t>(days), none) {}

    // Days after the last are never reached.
    void add(std::int32_t day, AgendaItem item) {
        if (day >= static_cast<std::int32_t>(first_.size())) return;
        std::uint32_t at = free_;
        if (at == none) {
            at = static_cast<std::uint32_t>(items_.size());
            items_.push_back({});
        } else {
            free_ = items_[at].next;
        }
        std::uint32_t& first = first_[static_cast<std::size_t>(day)];
        items_[at] = {item, first};
        first = at;
    }
    // The items of the day, in no order that matters. They are taken away.
    void take(std::int32_t day, std::vector<AgendaItem>& items) {
        items.clear();
        std::uint32_t at = first_[static_cast<std::size_t>(day)];
        while (at != none) {
            items.push_back(items_[at].item);
            const std::uint32_t next = items_[at].next;
            items_[at].next = free_;
            free_ = at;
            at = next;
        }
        first_[static_cast<std::size_t>(day)] = none;
    }

private:
    static constexpr std::uint32_t none = 0xffffffffu;
    struct Linked {
        AgendaItem item;
        std::uint32_t next = none;
    };
    std::vector<std::uint32_t> first_;
    std::vector<Linked> items_;
    std::uint32_t free_ = none;
};

}  // namespace qonys
