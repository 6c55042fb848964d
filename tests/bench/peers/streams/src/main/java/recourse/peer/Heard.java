package recourse.peer;

import java.util.UUID;
import recourse.ingest.v1.FeedbackEventOuterClass.FeedbackEvent;

/** A record of the log with what the rules make of it; `ordinal` is unique over the topic. */
record Heard(FeedbackEvent event, UUID feedbackId, UUID fileId, Classification classification,
    long ordinal) {

  static Heard of(FeedbackEvent event, Classification classification, long ordinal) {
    UUID feedbackId = UUID.fromString(event.getFeedbackId());
    UUID fileId = event.getCustomerId().isEmpty() ? feedbackId
        : UUID.fromString(event.getCustomerId());
    return new Heard(event, feedbackId, fileId, classification, ordinal);
  }
}
