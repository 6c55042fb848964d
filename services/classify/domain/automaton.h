#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::classify {

// Finds all of many terms in one pass over a text (Aho and Corasick): the cost does not grow with
// the number of terms. Built once for a version of the rules; immutable, so safe to share.
class Automaton {
 public:
  Automaton() : Automaton(std::vector<std::u32string>{}) {}
  // The terms are distinct and none is empty.
  explicit Automaton(const std::vector<std::u32string>& terms);

  // Calls visit(term, end) for every place at which a term ends, overlaps included: the term is
  // text[end - size of the term, end). At one end longer terms come first.
  template <typename Visit>
  void Scan(std::u32string_view text, Visit visit) const {
    std::uint32_t node = kRoot;
    for (std::size_t i = 0; i < text.size(); ++i) {
      node = Step(node, text[i]);
      for (std::uint32_t at = term_[node] == kNoTerm ? shorter_[node] : node; at != kRoot;
           at = shorter_[at]) {
        visit(static_cast<std::size_t>(term_[at]), i + 1);
      }
    }
  }

 private:
  static constexpr std::uint32_t kRoot = 0;
  static constexpr std::uint32_t kNoTerm = ~std::uint32_t{0};

  void AddNode(char32_t label, std::uint32_t fail, std::uint32_t term);
  // The child of `node` by this label, kRoot for none: the root is nobody's child.
  std::uint32_t ChildOf(std::uint32_t node, char32_t label) const;
  std::uint32_t Step(std::uint32_t node, char32_t label) const;

  // Nodes are numbered breadth first, so the children of node n are the nodes [first_child_[n],
  // first_child_[n + 1]), ascending by label: three arrays instead of a map a node.
  std::vector<std::uint32_t> first_child_;
  std::vector<char32_t> label_;
  std::vector<std::uint32_t> fail_;     // the longest proper suffix that is a node
  std::vector<std::uint32_t> term_;     // the term that ends here
  std::vector<std::uint32_t> shorter_;  // the longest proper suffix that is a term; kRoot for none
};

}  // namespace recourse::classify
