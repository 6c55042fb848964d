#include "services/classify/domain/model/accumulate.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace recourse::classify {
namespace {

using Bytes = std::int8_t __attribute__((vector_size(kLane)));
using Shorts = std::int16_t __attribute__((vector_size(kLane * sizeof(std::int16_t))));
using Ints = std::int32_t __attribute__((vector_size(kLane * sizeof(std::int32_t))));
using Floats = float __attribute__((vector_size(kLane * sizeof(float))));
constexpr std::size_t kAhead = 8;          // so many hits ahead their weights are on their way
constexpr std::uint32_t kLanesAtOnce = 4;  // held in registers; 64 labels, a cache line of weights

struct Input {
  std::span<const Hit> hits;
  const Row* rows;
  const std::int8_t* weights;
  std::uint32_t stride;
};

// Labels [first, first + kLanes * kLane) of all hits.
template <std::uint32_t kLanes>
[[gnu::always_inline]] inline void AddLanes(const Input& in, std::uint32_t first, float* sums) {
  Floats sum[kLanes];
  std::memcpy(sum, sums + first, sizeof(sum));
  for (std::size_t i = 0; i < in.hits.size(); ++i) {
    if (i + kAhead < in.hits.size()) {
      const std::size_t next = in.hits[i + kAhead].row;
      __builtin_prefetch(in.weights + next * in.stride + first);
      __builtin_prefetch(in.rows + next);
    }
    const Hit& hit = in.hits[i];
    const float value = hit.value * in.rows[hit.row].scale;
    const std::int8_t* weights = in.weights + std::size_t{hit.row} * in.stride + first;
    for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
      Bytes bytes;
      std::memcpy(&bytes, weights + lane * kLane, sizeof(bytes));
      // Step by step, each twice as wide: in one step the compiler takes the vector apart.
      const auto shorts = __builtin_convertvector(bytes, Shorts);
      const auto ints = __builtin_convertvector(shorts, Ints);
      sum[lane] += value * __builtin_convertvector(ints, Floats);
    }
  }
  std::memcpy(sums + first, sum, sizeof(sum));
}

[[gnu::always_inline]] inline void AddAll(const Input& in, float* sums) {
  std::uint32_t first = 0;
  for (; first + kLanesAtOnce * kLane <= in.stride; first += kLanesAtOnce * kLane) {
    AddLanes<kLanesAtOnce>(in, first, sums);
  }
  const std::uint32_t rest = (in.stride - first) / kLane;
  if (rest == 3) AddLanes<3>(in, first, sums);
  if (rest == 2) AddLanes<2>(in, first, sums);
  if (rest == 1) AddLanes<1>(in, first, sums);
}

void AddPlain(const Input& in, float* sums) { AddAll(in, sums); }

#if defined(__x86_64__)
// The same lines once more for wider vectors.
[[gnu::target("avx2")]] void AddAvx2(const Input& in, float* sums) { AddAll(in, sums); }
[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq")]] void AddAvx512(const Input& in, float* sums) {
  AddAll(in, sums);
}

using Add = void (*)(const Input&, float*);
Add Fastest() {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) {
    return AddAvx512;
  }
  return __builtin_cpu_supports("avx2") ? AddAvx2 : AddPlain;
}
#endif

}  // namespace

void Accumulate(std::span<const Hit> hits, std::span<const Row> rows,
                std::span<const std::int8_t> weights, std::uint32_t stride, std::span<float> sums) {
  const Input in{hits, rows.data(), weights.data(), stride};
#if defined(__x86_64__)
  static const Add add = Fastest();
  add(in, sums.data());
#else
  AddPlain(in, sums.data());
#endif
}

}  // namespace recourse::classify
