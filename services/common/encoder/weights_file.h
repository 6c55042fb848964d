#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "services/common/core/status.h"

namespace recourse::encoder {

// Named tables of numbers in one file, mapped and used where they lie. The form, little-endian:
// kMagic, a version of the form, how many tables, the release of the weights (kReleaseBytes, filled
// up with zeros); a record a table; then the tables, each at a multiple of kAlignment. Written by
// deploy/local/system/encoder.py. Immutable and thread-safe.
class WeightsFile {
 public:
  static constexpr char kMagic[8] = {'R', 'C', 'E', 'N', 'C', 'O', 'D', 'E'};
  static constexpr std::uint32_t kForm = 1;
  static constexpr std::uint32_t kTablesMax = 256;
  static constexpr std::size_t kReleaseBytes = 32;
  static constexpr std::size_t kAlignment = 64;

  // NOT_FOUND where there is none; DATA_LOSS says what is wrong with it.
  static StatusOr<std::unique_ptr<const WeightsFile>> Open(const std::string& path);

  const std::string& release() const { return release_; }
  // A table of single-precision numbers, row by row; nullptr data where it is not there in exactly
  // this shape. Lives as long as the file.
  std::span<const float> Floats(const std::string& name, std::size_t rows,
                                std::size_t columns) const;
  std::span<const std::uint32_t> Numbers(const std::string& name, std::size_t rows,
                                         std::size_t columns) const;
  std::span<const std::uint8_t> Bytes(const std::string& name, std::size_t rows,
                                      std::size_t columns) const;
  // 0 where there is no table of that name.
  std::size_t RowsOf(const std::string& name) const;

 private:
  struct Table {
    const std::byte* data = nullptr;
    std::size_t rows = 0, columns = 0, width = 0;  // width: bytes of a number
  };
  WeightsFile() = default;
  Status Read(std::span<const std::byte> bytes);
  const Table* Find(const std::string& name, std::size_t rows, std::size_t columns,
                    std::size_t width) const;

  std::shared_ptr<const void> mapping_;
  std::string release_;
  std::map<std::string, Table> tables_;
};

}  // namespace recourse::encoder
