"""The classifier's first tier and what it is measured beside: sets of texts, trainers, figures."""
