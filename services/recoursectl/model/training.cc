#include "services/recoursectl/model/training.h"

#include <algorithm>
#include <map>
#include <span>
#include <unordered_set>

#include "services/classify/domain/model/model.h"
#include "services/classify/domain/model/score.h"
#include "services/recoursectl/model/aligned.h"
#include "services/recoursectl/model/corpus.h"
#include "services/recoursectl/model/noise.h"
#include "services/recoursectl/model/separators.h"

namespace recourse::ctl::model {
namespace {

// Each row once, ascending, with all that its hits are worth.
void MergeByRow(std::vector<classify::Hit>& hits) {
  std::stable_sort(hits.begin(), hits.end(),
                   [](const auto& a, const auto& b) { return a.row < b.row; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (kept > 0 && hits[kept - 1].row == hits[i].row) {
      hits[kept - 1].count += hits[i].count;
      hits[kept - 1].value += hits[i].value;
    } else {
      hits[kept++] = hits[i];
    }
  }
  hits.resize(kept);
}

// The numbers of all texts once, for every head; then those of their copies, one round of all texts
// after the other.
std::vector<std::vector<classify::Hit>> VectorsOf(const std::vector<const Example*>& texts,
                                                  const classify::Vocabulary& vocabulary,
                                                  const Manifest& manifest) {
  const auto meaning_weight = static_cast<float>(manifest.meaning_weight);
  std::vector<std::vector<classify::Hit>> vectors;
  classify::Scratch scratch;
  const auto add = [&](std::u32string_view folded,
                       const Example& of) -> std::vector<classify::Hit>& {
    classify::Vectorize(vocabulary, folded, scratch);
    auto& hits = vectors.emplace_back(scratch.hits.begin(), scratch.hits.end());
    MergeByRow(hits);
    for (std::uint32_t i = 0; i < of.point.size(); ++i) {
      hits.push_back(classify::HitOfMeaning(
          of.point, i, static_cast<std::uint32_t>(vocabulary.rows.size()), meaning_weight));
    }
    return hits;
  };
  for (const Example* text : texts) add(text->folded, *text);
  const Noise& noise = manifest.noise;
  Chance chance(manifest.seed);
  for (std::uint32_t copy = 0; copy < noise.copies; ++copy) {
    for (const Example* text : texts) {
      LeaveSomeOut(add(WithoutSome(text->folded, noise.words, chance), *text), noise.features,
                   chance);
    }
  }
  return vectors;
}

std::vector<Point> PointsOf(const std::vector<const Example*>& texts, std::size_t head,
                            const std::vector<std::vector<classify::Hit>>& vectors) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    const std::uint32_t label = texts[i % texts.size()]->labels[head];
    if (label != kNoLabel) points.push_back({vectors[i], label});
  }
  return points;
}

// As many errors are made of one text as it has copies: all together they cost what one did.
HeadSettings Shared(HeadSettings settings, std::uint32_t copies) {
  settings.fitting.cost /= 1 + copies;
  for (Fitting& fitting : settings.beside) fitting.cost /= 1 + copies;
  return settings;
}

// Adds a head's separators to the draft's weights, where they stand beside the other heads'.
void Place(const Separators& separators, std::size_t first, std::size_t labels, std::size_t width,
           std::vector<float>& weights) {
  for (std::size_t row = 0; row * width < weights.size(); ++row) {
    std::copy_n(separators.weights.begin() + static_cast<std::ptrdiff_t>(row * labels), labels,
                weights.begin() + static_cast<std::ptrdiff_t>(row * width + first));
  }
}

}  // namespace

std::vector<const Example*> AllOf(const std::vector<Example>& rows) {
  std::vector<const Example*> all;
  for (const Example& row : rows) all.push_back(&row);
  return all;
}

StatusOr<classify::DraftModel> Fit(const Manifest& manifest, const Examples& examples,
                                   const std::vector<const Example*>& texts) {
  const Corpus corpus = MakeCorpus(texts, manifest.features);
  const classify::Vocabulary vocabulary = VocabularyOf(corpus, manifest.features);
  const auto vectors = VectorsOf(texts, vocabulary, manifest);
  classify::DraftModel draft;
  draft.name = manifest.name;
  draft.licence_class = manifest.licence_class;
  draft.shape = manifest.features.shape;
  std::copy(std::begin(vocabulary.block_weight), std::end(vocabulary.block_weight),
            draft.block_weight);
  draft.encoder = examples.encoder;
  draft.meaning_weight = static_cast<float>(manifest.meaning_weight);
  draft.rows_of_meaning =
      texts.empty() ? 0 : static_cast<std::uint32_t>(texts.front()->point.size());
  draft.slots = corpus.slots;
  std::size_t width = 0;
  for (const auto& labels : examples.labels) width += labels.size();
  for (const classify::Row& row : corpus.rows) draft.idf.push_back(row.idf);
  draft.idf.resize(draft.idf.size() + draft.rows_of_meaning, 1);
  draft.weights.assign(draft.idf.size() * width, 0);
  std::size_t first = 0;
  for (std::size_t head = 0; head < manifest.heads.size(); ++head) {
    const auto& names = examples.labels[head];
    const auto separators =
        Separate(PointsOf(texts, head, vectors), static_cast<std::uint32_t>(names.size()),
                 static_cast<std::uint32_t>(draft.idf.size()),
                 Shared(manifest.heads[head], manifest.noise.copies), manifest.seed);
    if (!separators.ok()) return separators.status();
    Place(*separators, first, names.size(), width, draft.weights);
    classify::DraftHead& made = draft.heads.emplace_back();
    made.name = manifest.heads[head].name;
    for (std::size_t i = 0; i < names.size(); ++i) {
      made.labels.push_back({names[i], 0, 0, separators->intercepts[i]});
    }
    first += names.size();
  }
  AddSpellings(corpus, draft);
  return draft;
}

StatusOr<std::vector<std::vector<Outcome>>> Ask(const std::string& bytes,
                                                const std::vector<const Example*>& rows,
                                                std::size_t heads) {
  const auto memory = Aligned(bytes);
  const auto model = classify::Model::Open({memory.get(), bytes.size()}, memory);
  if (!model.ok()) return model.status();
  std::vector<std::vector<Outcome>> outcomes(heads);
  classify::Scratch scratch;
  for (const Example* row : rows) {
    const auto sums = classify::Score(**model, row->folded, row->point, scratch);
    for (std::size_t head = 0; head < heads; ++head) {
      if (row->labels[head] == kNoLabel) continue;
      const classify::Head& of = (*model)->heads()[head];
      const auto part = sums.subspan(of.first_label, of.labels);
      outcomes[head].push_back({row->labels[head], {part.begin(), part.end()}});
    }
  }
  return outcomes;
}

StatusOr<std::vector<std::vector<Outcome>>> CrossValidate(const Manifest& manifest,
                                                          const Examples& examples) {
  const auto fold_of = FoldsOf(examples.rows, manifest.folds, manifest.seed);
  std::unordered_set<std::uint64_t> own;
  for (const Example& row : examples.rows) {
    if (!row.aside) own.insert(row.digest);
  }
  std::vector<std::vector<Outcome>> outcomes(manifest.heads.size());
  for (std::uint32_t fold = 0; fold < manifest.folds; ++fold) {
    std::vector<const Example*> learned, held_out;
    for (std::size_t i = 0; i < examples.rows.size(); ++i) {
      const Example& row = examples.rows[i];
      if (fold_of[i] == fold && !row.aside) held_out.push_back(&row);
      // What stands aside is always learned, unless it is a text that is now held out.
      if (fold_of[i] != fold || (row.aside && !own.contains(row.digest))) learned.push_back(&row);
    }
    const auto draft = Fit(manifest, examples, learned);
    if (!draft.ok()) return draft.status();
    const auto bytes = classify::Encode(*draft);
    if (!bytes.ok()) return bytes.status();
    auto asked = Ask(*bytes, held_out, manifest.heads.size());
    if (!asked.ok()) return asked.status();
    for (std::size_t head = 0; head < outcomes.size(); ++head) {
      std::move((*asked)[head].begin(), (*asked)[head].end(), std::back_inserter(outcomes[head]));
    }
  }
  return outcomes;
}

std::vector<std::uint32_t> FoldsOf(const std::vector<Example>& rows, std::uint32_t folds,
                                   std::uint32_t seed) {
  // By the labels of all heads, then by a number that chance and the text decide.
  std::map<std::pair<std::vector<std::uint32_t>, std::uint64_t>, std::uint32_t> places;
  std::map<std::uint64_t, std::uint64_t> bundle_of;               // of equal texts: the first's
  std::map<std::uint64_t, std::vector<std::uint32_t>> labels_of;  // of a bundle: the first's
  const auto key = [&](const Example& row) {
    const std::uint64_t own = row.together != 0 ? row.together : row.digest;
    const std::uint64_t bundle = bundle_of.try_emplace(row.digest, own).first->second;
    const std::uint64_t mixed = (bundle ^ seed) * 0x9e3779b97f4a7c15ULL;
    const auto& labels = labels_of.try_emplace(bundle, row.labels).first->second;
    return std::pair(labels, mixed ^ (mixed >> 32U));
  };
  for (const Example& row : rows) places.emplace(key(row), 0);
  std::uint32_t next = 0;
  for (auto& [where, fold] : places) fold = next++ % folds;
  std::vector<std::uint32_t> fold_of;
  for (const Example& row : rows) fold_of.push_back(places.at(key(row)));
  return fold_of;
}

}  // namespace recourse::ctl::model
