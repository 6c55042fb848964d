#include "services/classify/domain/automaton.h"

#include <algorithm>
#include <numeric>

namespace recourse::classify {
namespace {

// The terms of a node: those sorted[low, high) begin with its path, which has `depth` labels.
struct Path {
  std::size_t low = 0;
  std::size_t high = 0;
  std::size_t depth = 0;
};

std::vector<std::uint32_t> Sorted(const std::vector<std::u32string>& terms) {
  std::vector<std::uint32_t> order(terms.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return terms[a] < terms[b]; });
  return order;
}

}  // namespace

// A node's suffixes are shorter than it, so breadth first finds them made and, but for itself,
// with their children known.
Automaton::Automaton(const std::vector<std::u32string>& terms) {
  const auto order = Sorted(terms);
  std::vector<Path> paths = {{0, order.size(), 0}};
  AddNode(0, kRoot, kNoTerm);
  for (std::uint32_t node = 0; node < paths.size(); ++node) {
    const Path path = paths[node];
    first_child_.push_back(static_cast<std::uint32_t>(paths.size()));
    std::size_t at = path.low;
    if (at < path.high && terms[order[at]].size() == path.depth) ++at;  // ends at this node
    while (at < path.high) {
      const char32_t label = terms[order[at]][path.depth];
      Path child{at, at, path.depth + 1};
      while (child.high < path.high && terms[order[child.high]][path.depth] == label) ++child.high;
      const bool ends = terms[order[at]].size() == child.depth;
      AddNode(label, node == kRoot ? kRoot : Step(fail_[node], label), ends ? order[at] : kNoTerm);
      paths.push_back(child);
      at = child.high;
    }
  }
  first_child_.push_back(static_cast<std::uint32_t>(paths.size()));
}

void Automaton::AddNode(char32_t label, std::uint32_t fail, std::uint32_t term) {
  const bool fail_ends_term = !term_.empty() && term_[fail] != kNoTerm;
  shorter_.push_back(fail_ends_term ? fail : (shorter_.empty() ? kRoot : shorter_[fail]));
  label_.push_back(label);
  fail_.push_back(fail);
  term_.push_back(term);
}

std::uint32_t Automaton::ChildOf(std::uint32_t node, char32_t label) const {
  const auto first = label_.begin() + first_child_[node];
  const auto last = label_.begin() + first_child_[node + 1];
  const auto found = std::lower_bound(first, last, label);
  return found != last && *found == label ? static_cast<std::uint32_t>(found - label_.begin())
                                          : kRoot;
}

std::uint32_t Automaton::Step(std::uint32_t node, char32_t label) const {
  for (;;) {
    if (const std::uint32_t child = ChildOf(node, label); child != kRoot) return child;
    if (node == kRoot) return kRoot;
    node = fail_[node];
  }
}

}  // namespace recourse::classify
