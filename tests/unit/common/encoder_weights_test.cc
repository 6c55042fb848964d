#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "services/common/encoder/sentence_encoder.h"
#include "services/common/encoder/weights_file.h"

namespace recourse::encoder {
namespace {

struct Written {
  std::string name;
  std::uint32_t rows = 1, columns = 1, width = 4;
  std::string numbers;
};

template <typename Value>
void Put(std::string& bytes, const Value& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

std::string Filled(std::string text, std::size_t size) {
  text.resize(size, '\0');
  return text;
}

// A file as weights_file.h tells it: a header of 48 bytes, records of 48, tables at multiples
// of 64.
std::string FileOf(const std::vector<Written>& tables) {
  std::string bytes("RCENCODE");
  Put(bytes, std::uint32_t{1});
  Put(bytes, static_cast<std::uint32_t>(tables.size()));
  bytes += Filled("r-1", 32);
  std::string body;
  const std::size_t begin = 48 + 48 * tables.size();
  for (const Written& table : tables) {
    while ((begin + body.size()) % 64 != 0) body.push_back('\0');
    bytes += Filled(table.name, 24);
    Put(bytes, static_cast<std::uint64_t>(begin + body.size()));
    for (const std::uint32_t number : {table.rows, table.columns, table.width, 0U}) {
      Put(bytes, number);
    }
    body += table.numbers;
  }
  return bytes + body;
}

std::string Floats(const std::vector<float>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(float)};
}

class EncoderWeightsTest : public testing::Test {
 protected:
  EncoderWeightsTest()
      : path_(std::filesystem::temp_directory_path() /
              ("recourse-weights-" + std::to_string(::getpid()))) {}
  ~EncoderWeightsTest() override { std::filesystem::remove(path_); }
  auto Open(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary) << bytes;
    return WeightsFile::Open(path_.string());
  }
  std::filesystem::path path_;
};

TEST_F(EncoderWeightsTest, GivesTablesByNameAndShape) {
  const auto file = Open(FileOf({{"a", 2, 3, 4, Floats({1, 2, 3, 4, 5, 6})},
                                 {"bytes", 1, 3, 1, std::string("\x01\x02\xff", 3)}}));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ((*file)->release(), "r-1");
  const auto a = (*file)->Floats("a", 2, 3);
  ASSERT_EQ(a.size(), 6U);
  EXPECT_EQ(a[5], 6);
  EXPECT_EQ((*file)->Bytes("bytes", 1, 3)[2], 255);
}

TEST_F(EncoderWeightsTest, GivesNothingForAnotherNameShapeOrWidth) {
  const auto file = Open(FileOf({{"a", 2, 3, 4, Floats({1, 2, 3, 4, 5, 6})}}));
  ASSERT_TRUE(file.ok());
  EXPECT_EQ((*file)->Floats("b", 2, 3).data(), nullptr);
  EXPECT_EQ((*file)->Floats("a", 3, 2).data(), nullptr);
  EXPECT_EQ((*file)->Bytes("a", 2, 3).data(), nullptr);
}

TEST_F(EncoderWeightsTest, RefusesWhatIsDamaged) {
  const std::string sound = FileOf({{"a", 2, 3, 4, Floats({1, 2, 3, 4, 5, 6})}});
  std::string other = sound, form = sound, many = sound, moved = sound;
  other[0] = 'X';
  form[8] = 9;
  many[13] = 1;   // 257 tables
  moved[72] = 1;  // a table that does not begin where it may
  for (const std::string& bytes : {std::string(), sound.substr(0, 20),
                                   sound.substr(0, sound.size() - 1), other, form, many, moved}) {
    const auto file = Open(bytes);
    ASSERT_FALSE(file.ok());
    EXPECT_EQ(file.status().code(), absl::StatusCode::kDataLoss) << file.status();
  }
}

TEST_F(EncoderWeightsTest, ATableThatSaysItIsVastIsRefused) {
  std::string bytes = FileOf({{"a", 2, 3, 4, Floats({1, 2, 3, 4, 5, 6})}});
  std::memset(bytes.data() + 80, 0xff, 8);  // rows and columns
  EXPECT_FALSE(Open(bytes).ok());
}

TEST_F(EncoderWeightsTest, AnEncoderThatIsNotThereIsNotFound) {
  EXPECT_EQ(SentenceEncoder::Open("/nonexistent").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace recourse::encoder
