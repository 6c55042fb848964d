#pragma once

#include <cstddef>
#include <vector>

namespace recourse::classify {

// A list that is filled again for each text, in memory that it keeps. Beside std::vector it makes
// nothing anew and destroys nothing: putting something in is a store.
template <typename Item>
class Refilled {
 public:
  void Clear() { size_ = 0; }
  void Put(const Item& item) {
    if (size_ == items_.size()) Grow();
    items_[size_++] = item;
  }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return items_.size(); }
  bool empty() const { return size_ == 0; }
  Item& operator[](std::size_t i) { return items_[i]; }
  const Item& operator[](std::size_t i) const { return items_[i]; }
  Item& back() { return items_[size_ - 1]; }
  Item* begin() { return items_.data(); }
  Item* end() { return items_.data() + size_; }
  const Item* begin() const { return items_.data(); }
  const Item* end() const { return items_.data() + size_; }

 private:
  [[gnu::noinline]] void Grow() { items_.resize(items_.empty() ? kFirst : 2 * items_.size()); }

  static constexpr std::size_t kFirst = 64;
  std::vector<Item> items_;
  std::size_t size_ = 0;
};

}  // namespace recourse::classify
