#include "services/recoursectl/model/corrections_file.h"

#include <algorithm>

namespace recourse::ctl::model {
namespace {

std::string Cell(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

}  // namespace

std::string CorrectionsHeader() {
  return "text\ttype\tcategory\tdimension\tsentiment\tseverity\tcorrected_by\n";
}

std::string CorrectionsRow(const CorrectedText& corrected) {
  std::string row;
  for (const std::string* cell :
       {&corrected.text, &corrected.type, &corrected.category, &corrected.dimension,
        &corrected.sentiment, &corrected.severity, &corrected.corrected_by}) {
    row += (cell == &corrected.text ? "" : "\t") + Cell(*cell);
  }
  return row + "\n";
}

}  // namespace recourse::ctl::model
