#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/status.h"

namespace recourse::classify {

// What is wrong with a document, each fault by its place in it, so that all can be mended at once.
class Faults {
 public:
  // More would not fit into the answer.
  static constexpr std::size_t kNamedMax = 5;

  void Add(const std::string& place, const std::string& what);
  // OK without faults, else INVALID_ARGUMENT with the first of them and how many there are more.
  Status ToStatus() const;
  std::size_t count() const { return count_; }

 private:
  std::vector<std::string> named_;
  std::size_t count_ = 0;
};

// A value of a document and where it stands: "rules[3].any". Getters add a fault and return
// something empty where it is not as wanted.
class Field {
 public:
  Field(const boost::json::value* value, std::string place, Faults& faults)
      : value_(value), place_(std::move(place)), faults_(&faults) {}

  const std::string& place() const { return place_; }
  bool present() const { return value_ != nullptr; }
  void Fault(const std::string& what) const { faults_->Add(place_, what); }

  // This is an object with no other names than these: a misspelt one would be ignored otherwise.
  bool IsObjectOf(std::initializer_list<std::string_view> names) const;
  // A member of an object; one that is absent is a field that is not present.
  Field Member(std::string_view name) const;
  // Nothing where absent.
  std::vector<Field> Elements(std::size_t most) const;
  // Empty where absent.
  std::string Text(std::size_t bytes_max) const;
  // A fault where absent or empty.
  std::string NeededText(std::size_t bytes_max) const;

 private:
  const boost::json::value* value_;
  std::string place_;
  Faults* faults_;
};

}  // namespace recourse::classify
