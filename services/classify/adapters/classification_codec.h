#pragma once

#include <string>

#include "services/classify/domain/classification.h"

namespace recourse::classify {

namespace v1 {
class Classification;
}

// A classification as it goes over the wire: in facts and in answers.
void WriteClassification(const Classification& classification, v1::Classification& out);

// The evidence as the table keeps it: a JSON array of {"begin", "end", "term"}. What is read was
// written here: anything else is a broken assumption.
std::string EvidenceToJson(const std::vector<Evidence>& evidence);
std::vector<Evidence> EvidenceFromJson(const std::string& json);

// The same of estimates: {"output", "label", "probability", "calibrated", "abstained", "evidence"}.
std::string EstimatesToJson(const std::vector<Estimate>& estimates);
std::vector<Estimate> EstimatesFromJson(const std::string& json);

}  // namespace recourse::classify
