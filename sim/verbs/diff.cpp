// `qonys diff`: which measures moved between two results.
#include "experiment/remake.hpp"
#include "report/changes_table.hpp"
#include "results/measure_changes.hpp"
#include "verbs/shared.hpp"
#include "verbs/verbs.hpp"

namespace qonys {

bool diff(const DiffArguments& a) {
    const ResultFile old_result(a.old_file), new_result(a.new_file);
    const ResultKind old_kind = kind_of_result(a.old_file, old_result), new_kind = kind_of_result(a.new_file, new_result);
    if (old_kind != new_kind) {
        Problems problems;
        problems.add({a.new_file, 0, 0}, "", "is the result of another kind of simulation than " + a.old_file,
                     "name two runs, two comparisons or two sweeps");
        throw BadInput(std::move(problems));
    }
    const ResultChanges changes = measure_changes(old_result, new_result, a.all);
    if (stop_asked) throw Interrupted("nothing was printed");
    print(print_changes({changes, a.old_file, a.new_file, a.all}, *parse_format(a.format)));
    return changes.same();
}

}  // namespace qonys
