#include "services/console/domain/survey_style.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace recourse::console {
namespace {

constexpr std::string_view kStyle = R"~(
:root{color-scheme:light dark;--ground:#f6f7f9;--panel:#fff;--ink:#1b2430;--soft:#4d5866;
--line:#8a94a3;--accent:#1558b0;--on-accent:#fff;--bad:#a4161a;--chosen:#e3edfb}
@media (prefers-color-scheme:dark){:root{--ground:#11161d;--panel:#1a212b;--ink:#edf1f6;
--soft:#b3bdca;--line:#748093;--accent:#8fbcff;--on-accent:#0d1a2b;--bad:#ff9d97;--chosen:#22344d}}
*{box-sizing:border-box}
html{font:100%/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei",
"Noto Sans CJK SC",sans-serif}
@media (min-width:1920px){html{font-size:150%}}
@media (min-width:3000px){html{font-size:220%}}
body{margin:0;background:var(--ground);color:var(--ink)}
header,main,footer{width:min(44rem,100%);margin:0 auto;padding:.75rem 1rem}
header{display:flex;justify-content:flex-end;padding-bottom:0}
main{padding-bottom:1.5rem}
h1{font-size:1.6rem;line-height:1.25;margin:.25rem 0 .5rem;text-wrap:balance}
h2{font-size:1.05rem;margin:0 0 .25rem}
p{margin:0 0 .75rem;overflow-wrap:anywhere}
a{color:var(--accent);display:inline-block;padding:.35rem 0}
.number{white-space:nowrap}
.soft{color:var(--soft);font-size:.95rem}
.card,fieldset,.words{background:var(--panel);border:1px solid var(--line);border-radius:.75rem;
padding:1rem;margin:0 0 1rem;min-width:0}
.words{display:block}
legend{font-weight:600;float:left;width:100%;padding:0;margin:0 0 .5rem}
legend+*{clear:both}
.words label{font-weight:600;display:block}
.scale{display:grid;gap:.5rem}
.scale label{display:flex;align-items:center;justify-content:center;gap:.5rem;min-height:2.75rem;
padding:.35rem .25rem;border:1px solid var(--line);border-radius:.5rem;cursor:pointer;
font-variant-numeric:tabular-nums}
.scale label:has(:checked){background:var(--chosen);border-color:var(--accent);
box-shadow:inset 0 0 0 1px var(--accent)}
.scale input{accent-color:var(--accent);width:1.15rem;height:1.15rem;margin:0;flex:none}
.named label{justify-content:flex-start;padding-left:.75rem}
.eleven{grid-template-columns:repeat(4,1fr)}
.seven{grid-template-columns:repeat(4,1fr)}
.two{grid-template-columns:1fr 1fr}
@media (min-width:40rem){.five{grid-template-columns:repeat(5,1fr)}
.five label{flex-direction:column;text-align:center;padding:.6rem .25rem;line-height:1.25}
.seven{grid-template-columns:repeat(7,1fr)}
.eleven{grid-template-columns:repeat(11,1fr);gap:.3rem}
.eleven label{flex-direction:column;gap:.15rem}}
textarea{width:100%;min-height:7rem;font:inherit;color:inherit;background:var(--ground);
border:1px solid var(--line);border-radius:.5rem;padding:.6rem;resize:vertical}
button{font:inherit;font-weight:600;min-height:3rem;padding:.6rem 1.4rem;border-radius:.6rem;
border:2px solid var(--accent);background:var(--accent);color:var(--on-accent);cursor:pointer}
button.plain{background:transparent;color:var(--accent)}
.choices{display:flex;flex-wrap:wrap;gap:.75rem}
.fault{color:var(--bad);font-weight:600}
.faults{border:2px solid var(--bad);border-radius:.75rem;padding:1rem;margin:0 0 1rem;
background:var(--panel)}
.faults ul{margin:0;padding-left:1.2rem}
.faults a{color:var(--bad);display:inline}
.faults li{padding:.3rem 0}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media (max-width:30rem){button{width:100%}}
@media (forced-colors:active){.scale label:has(:checked){outline:2px solid Highlight}}
)~";

// FNV-1a: it tells sheets apart, it guards nothing.
std::uint32_t HashOf(std::string_view text) {
  std::uint32_t hash = 2'166'136'261U;
  for (const char letter : text) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 16'777'619U;
  }
  return hash;
}

std::string AddressOf(std::string_view style) {
  std::array<char, 16> version{};
  std::snprintf(version.data(), version.size(), "%08x", HashOf(style));
  return std::string(kSurveyStylePath) + "?v=" + version.data();
}

}  // namespace

std::string_view SurveyStyle() { return kStyle; }

const std::string& SurveyStyleAddress() {
  static const std::string address = AddressOf(kStyle);
  return address;
}

}  // namespace recourse::console
