#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/common/encoder/word_pieces.h"
#include "services/common/text/basic_words.h"
#include "services/common/text/utf8.h"

namespace recourse::encoder {
namespace {

using Numbers = std::vector<std::uint32_t>;

std::vector<std::string> Words(const std::string& text, bool plain, std::size_t most = 100) {
  std::vector<std::string> words;
  for (const auto& word : BasicWords(text, plain, most)) words.push_back(ToUtf8(word));
  return words;
}

// Expected as the tokenizers of BERT have it: github.com/google-research/bert, tokenization.py.
TEST(BasicWordsTest, SpacePunctuationAndIdeographsEndAWord) {
  EXPECT_EQ(Words("it's £5, ok", false),
            (std::vector<std::string>{"it", "'", "s", "£5", ",", "ok"}));
  EXPECT_EQ(Words("a\u3000b\tc\u00a0d", false), (std::vector<std::string>{"a", "b", "c", "d"}));
  EXPECT_EQ(Words("机器ATM吞卡", false), (std::vector<std::string>{"机", "器", "ATM", "吞", "卡"}));
  EXPECT_EQ(Words("a$b^c。d", false),
            (std::vector<std::string>{"a", "$", "b", "^", "c", "。", "d"}));
  EXPECT_TRUE(Words(" \n ", false).empty());
}

TEST(BasicWordsTest, WhatShowsNothingIsGone) {
  EXPECT_EQ(Words("ca\u200brd \ufffdx\u0007y", false), (std::vector<std::string>{"card", "xy"}));
  EXPECT_EQ(Words("a\xff"
                  "b",
                  false),
            (std::vector<std::string>{"ab"}));
}

TEST(BasicWordsTest, PlainLettersAreSmallAndWithoutMarks) {
  EXPECT_EQ(Words("Déjà VU Ёлка", true), (std::vector<std::string>{"deja", "vu", "елка"}));
  EXPECT_EQ(Words("e\u0301a", true), (std::vector<std::string>{"ea"}));
  EXPECT_EQ(Words("Déjà", false), (std::vector<std::string>{"Déjà"}));
}

TEST(BasicWordsTest, GivesNoMoreThanIsAskedFor) {
  EXPECT_EQ(Words("a b c d", false, 2), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(Words("a!?d", false, 2), (std::vector<std::string>{"a", "!"}));
}

template <typename Value>
void Put(std::string& bytes, const Value& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

struct Table {
  std::string name;
  std::uint32_t rows, columns, width;
  std::string numbers;
};

// A file as weights_file.h tells it.
std::string FileOf(const std::vector<Table>& tables) {
  std::string bytes("RCENCODE"), body;
  Put(bytes, std::uint32_t{1});
  Put(bytes, static_cast<std::uint32_t>(tables.size()));
  bytes += std::string("r-1") + std::string(29, '\0');
  const std::size_t begin = 48 + 48 * tables.size();
  for (const Table& table : tables) {
    body.append((64 - (begin + body.size()) % 64) % 64, '\0');
    std::string name = table.name;
    name.resize(24, '\0');
    bytes += name;
    Put(bytes, static_cast<std::uint64_t>(begin + body.size()));
    for (const std::uint32_t each : {table.rows, table.columns, table.width, 0U}) Put(bytes, each);
    body += table.numbers;
  }
  return bytes + body;
}

class WordPiecesTest : public testing::Test {
 protected:
  WordPiecesTest()
      : path_(std::filesystem::temp_directory_path() /
              ("recourse-pieces-" + std::to_string(::getpid()))) {}
  ~WordPiecesTest() override { std::filesystem::remove(path_); }

  StatusOr<WordPieces> Of(const std::vector<std::pair<std::string, std::uint32_t>>& vocabulary) {
    std::string text, numbers, plain;
    for (auto [piece, number] : vocabulary) {
      piece.resize(WordPieces::kBytesMax, '\0');
      text += piece;
      Put(numbers, number);
    }
    Put(plain, std::uint32_t{1});
    const auto count = static_cast<std::uint32_t>(vocabulary.size());
    std::ofstream(path_, std::ios::binary)
        << FileOf({{"words", count, WordPieces::kBytesMax, 1, text},
                   {"word_numbers", 1, count, 4, numbers},
                   {"plain_letters", 1, 1, 4, plain}});
    auto file = WeightsFile::Open(path_.string());
    if (!file.ok()) return file.status();
    file_ = *std::move(file);
    return WordPieces::Of(*file_, 300);
  }

  std::filesystem::path path_;
  std::unique_ptr<const WeightsFile> file_;
};

// In the order of their bytes.
const std::vector<std::pair<std::string, std::uint32_t>> kVocabulary = {
    {"##able", 200}, {"##aff", 201}, {"##ffable", 202}, {"card", 203}, {"un", 204}, {"卡", 205}};

TEST_F(WordPiecesTest, TheLongestPieceFromTheLeft) {
  const auto pieces = Of(kVocabulary);
  ASSERT_TRUE(pieces.ok()) << pieces.status();
  EXPECT_EQ(pieces->Cut("unaffable Card卡", 100), (Numbers{101, 204, 201, 200, 203, 205, 102}));
}

TEST_F(WordPiecesTest, AWordWithAPartThatIsUnknownIsUnknown) {
  const auto pieces = Of(kVocabulary);
  ASSERT_TRUE(pieces.ok());
  EXPECT_EQ(pieces->Cut("cardz card", 100), (Numbers{101, 100, 203, 102}));
  EXPECT_EQ(pieces->Cut(std::string(101, 'a'), 100), (Numbers{101, 100, 102}));
  EXPECT_EQ(pieces->Cut("", 100), (Numbers{101, 102}));
}

TEST_F(WordPiecesTest, NoMorePiecesThanAreAskedForTheEndIncluded) {
  const auto pieces = Of(kVocabulary);
  ASSERT_TRUE(pieces.ok());
  EXPECT_EQ(pieces->Cut("card unaffable", 4), (Numbers{101, 203, 204, 102}));
  EXPECT_EQ(pieces->Cut("card card card", 4), (Numbers{101, 203, 203, 102}));
}

TEST_F(WordPiecesTest, AVocabularyOutOfOrderOrBeyondTheTableIsRefused) {
  auto turned = kVocabulary;
  std::swap(turned[0], turned[1]);
  EXPECT_EQ(Of(turned).status().code(), absl::StatusCode::kDataLoss);
  auto beyond = kVocabulary;
  beyond[0].second = 300;
  EXPECT_EQ(Of(beyond).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Of({}).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace recourse::encoder
