#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/classify/domain/automaton.h"

namespace recourse::classify {

// A term by its place in the lexicon.
using TermIndex = std::uint32_t;

// All terms of a version of the rules, each once, folded, and what finds them.
class Lexicon {
 public:
  Lexicon() = default;
  // Distinct and not empty.
  explicit Lexicon(std::vector<std::u32string> terms) : terms_(std::move(terms)), all_(terms_) {}

  const std::vector<std::u32string>& terms() const { return terms_; }
  const Automaton& automaton() const { return all_; }

 private:
  std::vector<std::u32string> terms_;
  Automaton all_;
};

// Which terms a text holds: of each, where it stands first.
class Found {
 public:
  explicit Found(std::size_t terms) : first_(terms, kNowhere) {}
  bool Has(TermIndex term) const { return first_[term] != kNowhere; }
  // The place of the first of its code points in the folded text; the text has the term.
  std::size_t At(TermIndex term) const { return first_[term]; }
  void Add(TermIndex term, std::size_t begin) {
    if (!Has(term)) first_[term] = static_cast<std::uint32_t>(begin);
  }

 private:
  static constexpr std::uint32_t kNowhere = ~std::uint32_t{0};
  std::vector<std::uint32_t> first_;
};

// Whether text[begin, end) stands as a word where it has to: an end that is of the Latin script
// does not touch another such character ("card" is not in "discard"); Chinese is found anywhere.
bool StandsAlone(std::u32string_view text, std::size_t begin, std::size_t end);

// One pass over the text, whatever the number of terms.
Found FindTerms(const Lexicon& lexicon, std::u32string_view folded);

}  // namespace recourse::classify
