#include "services/recoursectl/model/separators.h"

#include <linear.h>

#include <cstdlib>
#include <memory>
#include <set>
#include <utility>

#include "services/common/core/check.h"

namespace recourse::ctl::model {
namespace {

constexpr float kNeverChosen = -1e4F;  // the intercept of a label without a single text
constexpr double kIntercept = 1;       // the feature that every text has
constexpr double kToleranceSvm = 0.1;
constexpr double kToleranceLogistic = 0.01;

struct FreeModel {
  void operator()(::model* trained) const { free_and_destroy_model(&trained); }
};
using Trained = std::unique_ptr<::model, FreeModel>;

// LIBLINEAR's own form of the points: features counted from 1, ascending, ended by -1.
struct Nodes {
  std::vector<feature_node> all;
  std::vector<feature_node*> first;
  std::vector<double> labels;
};

Nodes NodesOf(const std::vector<Point>& points, std::uint32_t rows) {
  Nodes nodes;
  std::size_t count = 0;
  for (const Point& point : points) count += point.hits.size() + 2;
  nodes.all.reserve(count);  // their places are pointed to
  for (const Point& point : points) {
    nodes.first.push_back(nodes.all.data() + nodes.all.size());
    for (const classify::Hit& hit : point.hits) {
      nodes.all.push_back({static_cast<int>(hit.row) + 1, static_cast<double>(hit.value)});
    }
    nodes.all.push_back({static_cast<int>(rows) + 1, kIntercept});
    nodes.all.push_back({-1, 0});
    nodes.labels.push_back(point.label);
  }
  return nodes;
}

int SolverOf(Solver solver) {
  if (solver == Solver::kLogistic) return L2R_LR_DUAL;
  return solver == Solver::kMulticlass ? MCSVM_CS : L2R_L2LOSS_SVC_DUAL;
}

Separators SeparatorsOf(const ::model& trained, std::uint32_t labels, std::uint32_t rows) {
  Separators made;
  made.weights.assign(std::size_t{rows} * labels, 0);
  made.intercepts.assign(labels, kNeverChosen);
  const auto classes = static_cast<std::size_t>(trained.nr_class);
  // Of two labels only the first has a function; the other's is its negative.
  const bool single = classes == 2 && trained.param.solver_type != MCSVM_CS;
  for (std::size_t k = 0; k < classes; ++k) {
    const auto label = static_cast<std::size_t>(trained.label[k]);
    const std::size_t width = single ? 1 : classes;
    const double sign = single && k == 1 ? -0.5 : single ? 0.5 : 1;
    const auto weight = [&](std::size_t row) {
      return static_cast<float>(sign * trained.w[row * width + (single ? 0 : k)]);
    };
    for (std::size_t row = 0; row < rows; ++row) made.weights[row * labels + label] = weight(row);
    made.intercepts[label] = weight(rows);
  }
  return made;
}

void SayNothing(const char*) {}

}  // namespace

StatusOr<Separators> Separate(const std::vector<Point>& points, std::uint32_t labels,
                              std::uint32_t rows, const HeadSettings& settings,
                              std::uint32_t seed) {
  std::set<std::uint32_t> met;
  for (const Point& point : points) met.insert(point.label);
  if (met.size() < 2) {
    return absl::InvalidArgumentError("head " + settings.name +
                                      " has fewer than two labels in its training texts");
  }
  Nodes nodes = NodesOf(points, rows);
  problem task{};
  task.l = static_cast<int>(points.size());
  task.n = static_cast<int>(rows) + 1;
  task.y = nodes.labels.data();
  task.x = nodes.first.data();
  task.bias = kIntercept;
  parameter how{};
  how.solver_type = SolverOf(settings.solver);
  how.C = settings.cost;
  how.eps = settings.solver == Solver::kLogistic ? kToleranceLogistic : kToleranceSvm;
  set_print_string_function(SayNothing);
  if (const char* fault = check_parameter(&task, &how)) return absl::InvalidArgumentError(fault);
  std::srand(seed);  // LIBLINEAR takes its order of texts from rand()
  const Trained trained(train(&task, &how));
  RECOURSE_CHECK(trained != nullptr);
  return SeparatorsOf(*trained, labels, rows);
}

}  // namespace recourse::ctl::model
