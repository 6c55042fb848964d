#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/classify/domain/model/features.h"
#include "services/common/core/status.h"
#include "services/common/encoder/sentence_encoder.h"
#include "services/recoursectl/model/noise.h"

namespace recourse::ctl::model {

inline constexpr std::size_t kManifestBytesMax = 256 * 1024;
inline constexpr std::uint32_t kFoldsMax = 20;
inline constexpr std::uint32_t kCopiesMax = 20;

// What the linear separators of a head are made by. All are LIBLINEAR's.
enum class Solver { kSvm, kLogistic, kMulticlass };

struct FeatureSettings {
  classify::FeatureShape shape;
  double characters_weight = 1;   // beside words, 1
  std::uint32_t least_texts = 1;  // a feature of fewer training texts is left out
};

// One way of finding a head's linear functions.
struct Fitting {
  Solver solver = Solver::kSvm;
  double cost = 1;      // of a training error against the size of the weights
  bool ratios = false;  // a feature counts by how much likelier it is in a label's texts (NB-SVM)
  double share = 1;     // its functions are added with this factor
};

struct HeadSettings {
  std::string name;
  Fitting fitting;
  std::vector<Fitting> beside;  // found apart and added: together they err less than each alone
  double precision = 0.9;       // below it, as measured on texts held out, the model abstains
  // How frequent labels are where the model is used, where that is known to differ from the
  // training texts: the shares of some (the rest keep their proportions), or all alike.
  std::map<std::string, double> priors;
  bool even_priors = false;
  bool calibrated = true;  // false: the texts are not like those that will come, however many
};

// Which part of its rows a source gives, by a file that names those held out:
// {"test": {"authors": ["a08"], "topics": ["t001"]}}. A row is of the test part where one of these
// columns has a value that is held out.
struct Split {
  std::string file{};                            // below the folder; empty: all rows
  std::map<std::string, std::string> columns{};  // column -> name of its list in the file
  bool test = false;                             // the test part, else the rest
};

// A file of texts and which of its columns say what.
struct Source {
  std::string file;                            // below the folder of the data; may have one `*`
  std::vector<std::string> text;               // columns, joined by a line break
  std::map<std::string, std::string> columns;  // head -> column
  // head -> what is written there -> label; a head without this takes what is written. What is not
  // named here, and what is empty, is no label.
  std::map<std::string, std::map<std::string, std::string>> names;
  // Texts of another origin: learned from, never held out, so that no figure is of them.
  bool aside = false;
  // Column: rows with the same value there are held out together, such as those about one topic, of
  // which what will come has others. Empty: each by itself.
  std::string together;
  // Words that texts of the other sources have lost; with them go signs and capitals.
  std::set<std::string> leave_out;
  // head -> column -> what has to stand there for the row to have a label of that head.
  std::map<std::string, std::map<std::string, std::string>> only;
  Split split;
};

// All that a model is made of. The same manifest, data and program give the same bytes.
struct Manifest {
  std::string name;
  std::string licence_class;  // A, B or C; of the strictest source
  std::string credit;         // what its users have to be told
  std::uint32_t seed = 1;
  std::uint32_t folds = 5;
  FeatureSettings features;
  double meaning_weight = 0;  // of the sentence encoder's point beside words, 1; 0: not asked
  // The release of the encoder whose point that is.
  std::string encoder = recourse::encoder::SentenceEncoder::kDefaultRelease;
  Noise noise;
  std::vector<HeadSettings> heads;
  std::vector<Source> train;
  std::vector<Source> develop;
  // What `model tune` tries: each of these costs with each of these meaning_weights (none: its
  // own).
  std::vector<double> tune_costs;
  std::vector<double> tune_meaning_weights;
};

// INVALID_ARGUMENT names file, line and what is wrong. Form: services/classify/manifests/README.md.
StatusOr<Manifest> ReadManifest(const std::string& file, const std::string& text);
// The same from its place; NOT_FOUND names it.
StatusOr<Manifest> LoadManifest(const std::string& path);

std::string_view WordOf(Solver solver);

}  // namespace recourse::ctl::model
