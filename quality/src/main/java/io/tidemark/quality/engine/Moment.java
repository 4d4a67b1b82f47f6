package io.tidemark.quality.engine;

import java.time.Instant;
import java.time.LocalDate;

/** When a run judges: the date it is about, and its clock. */
public record Moment(LocalDate logicalDate, Instant now) {}
