#include "services/common/encoder/weights_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace recourse::encoder {
namespace {

constexpr std::size_t kNameBytes = 24;

struct FileHeader {
  char magic[8];
  std::uint32_t form;
  std::uint32_t tables;
  char release[WeightsFile::kReleaseBytes];
};

struct TableRecord {
  char name[kNameBytes];
  std::uint64_t offset;
  std::uint32_t rows, columns, width, unused;
};

// What is filled up with zeros.
std::string TextOf(const char* text, std::size_t most) {
  return {text, std::find(text, text + most, '\0')};
}

Status Damaged(const std::string& what) {
  return absl::DataLossError("the encoder's weights are damaged (" + what +
                             "): fetch them again with deploy/local/up");
}

struct Mapped {
  std::shared_ptr<const void> keep;
  std::span<const std::byte> bytes;
};

StatusOr<Mapped> Map(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return absl::NotFoundError(path + ": " + std::strerror(errno));
  struct stat about {};
  const bool known = ::fstat(file, &about) == 0 && about.st_size > 0;
  const auto size = known ? static_cast<std::size_t>(about.st_size) : 0;
  void* const memory = known ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  ::close(file);
  if (memory == MAP_FAILED) return Damaged("it cannot be mapped");
  return Mapped{{memory, [size](const void* old) { ::munmap(const_cast<void*>(old), size); }},
                {static_cast<const std::byte*>(memory), size}};
}

}  // namespace

StatusOr<std::unique_ptr<const WeightsFile>> WeightsFile::Open(const std::string& path) {
  auto mapped = Map(path);
  if (!mapped.ok()) return mapped.status();
  std::unique_ptr<WeightsFile> file(new WeightsFile);
  file->mapping_ = std::move(mapped->keep);
  if (Status status = file->Read(mapped->bytes); !status.ok()) return status;
  return std::unique_ptr<const WeightsFile>(std::move(file));
}

Status WeightsFile::Read(std::span<const std::byte> bytes) {
  FileHeader header;
  if (bytes.size() < sizeof(header)) return Damaged("it is too short");
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (std::memcmp(header.magic, kMagic, sizeof(kMagic)) != 0) return Damaged("another kind");
  if (header.form != kForm) return Damaged("form " + std::to_string(header.form));
  const std::size_t begin = sizeof(header) + header.tables * sizeof(TableRecord);
  if (header.tables > kTablesMax || bytes.size() < begin) return Damaged("its list of tables");
  release_ = TextOf(header.release, kReleaseBytes);
  for (std::uint32_t i = 0; i < header.tables; ++i) {
    TableRecord record;
    std::memcpy(&record, bytes.data() + sizeof(header) + i * sizeof(record), sizeof(record));
    const std::string name = TextOf(record.name, kNameBytes);
    // Products of two 32-bit numbers and at most four: they fit.
    const std::uint64_t size = std::uint64_t{record.rows} * record.columns * record.width;
    const bool inside = record.width <= sizeof(float) && record.offset >= begin &&
                        record.offset <= bytes.size() && size <= bytes.size() - record.offset;
    if (!inside || record.offset % kAlignment != 0) return Damaged("table " + name);
    tables_[name] = {bytes.data() + record.offset, record.rows, record.columns, record.width};
  }
  return absl::OkStatus();
}

const WeightsFile::Table* WeightsFile::Find(const std::string& name, std::size_t rows,
                                            std::size_t columns, std::size_t width) const {
  const auto found = tables_.find(name);
  if (found == tables_.end()) return nullptr;
  const Table& table = found->second;
  const bool same = table.rows == rows && table.columns == columns && table.width == width;
  return same ? &table : nullptr;
}

std::span<const float> WeightsFile::Floats(const std::string& name, std::size_t rows,
                                           std::size_t columns) const {
  const Table* table = Find(name, rows, columns, sizeof(float));
  if (table == nullptr) return {};
  return {reinterpret_cast<const float*>(table->data), rows * columns};
}

std::span<const std::uint32_t> WeightsFile::Numbers(const std::string& name, std::size_t rows,
                                                    std::size_t columns) const {
  const Table* table = Find(name, rows, columns, sizeof(std::uint32_t));
  if (table == nullptr) return {};
  return {reinterpret_cast<const std::uint32_t*>(table->data), rows * columns};
}

std::size_t WeightsFile::RowsOf(const std::string& name) const {
  const auto found = tables_.find(name);
  return found == tables_.end() ? 0 : found->second.rows;
}

std::span<const std::uint8_t> WeightsFile::Bytes(const std::string& name, std::size_t rows,
                                                 std::size_t columns) const {
  const Table* table = Find(name, rows, columns, 1);
  if (table == nullptr) return {};
  return {reinterpret_cast<const std::uint8_t*>(table->data), rows * columns};
}

}  // namespace recourse::encoder
