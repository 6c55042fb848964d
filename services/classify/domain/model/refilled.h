#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

namespace recourse::classify {

// A list that is filled again for each text, in memory that it keeps. Beside std::vector it makes
// nothing anew and destroys nothing: putting something in is a store.
template <typename Item>
class Refilled {
 public:
  void Clear() { size_ = 0; }
  void Put(const Item& item) {
    if (size_ == capacity_) Grow();
    items_[size_++] = item;
  }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  bool empty() const { return size_ == 0; }
  Item& operator[](std::size_t i) { return items_[i]; }
  const Item& operator[](std::size_t i) const { return items_[i]; }
  Item& back() { return items_[size_ - 1]; }
  Item* begin() { return items_.get(); }
  Item* end() { return items_.get() + size_; }
  const Item* begin() const { return items_.get(); }
  const Item* end() const { return items_.get() + size_; }

 private:
  [[gnu::noinline]] void Grow() {
    capacity_ = std::max(kFirst, 2 * capacity_);
    auto wider = std::make_unique<Item[]>(capacity_);
    std::copy(begin(), end(), wider.get());
    items_ = std::move(wider);
  }

  static constexpr std::size_t kFirst = 64;
  std::unique_ptr<Item[]> items_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace recourse::classify
