#include "people/kin.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>

namespace qonys {

namespace {

constexpr int size_classes[] = {1, 2, 5, 10};  // largest of each but the last

std::size_t size_class(int families) {
    std::size_t i = 0;
    while (i < std::size(size_classes) && families > size_classes[i]) ++i;
    return i;
}

}  // namespace

std::vector<std::string> component_sizes() {
    return {"1", "2", "3-5", "6-10", "11+"};
}

std::vector<std::int64_t> kin_components(const Families& families) {
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS> ties(families.size());
    const auto is_settled = [&](std::size_t family) { return families.status[family] == FamilyStatus::settled; };
    for (std::size_t family = 0; family < families.size(); ++family)
        if (is_settled(family) && families.tie[family] != no_family && is_settled(families.tie[family]))
            boost::add_edge(family, families.tie[family], ties);
    std::vector<int> component(families.size());
    const int groups = families.size() == 0 ? 0 : boost::connected_components(ties, component.data());
    std::vector<int> size(static_cast<std::size_t>(groups));
    for (std::size_t family = 0; family < families.size(); ++family)
        if (is_settled(family)) ++size[static_cast<std::size_t>(component[family])];
    std::vector<std::int64_t> counts(component_sizes().size());
    for (int families_in : size)
        if (families_in > 0) ++counts[size_class(families_in)];
    return counts;
}

}  // namespace qonys
