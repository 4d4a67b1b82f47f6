package io.tidemark.jobs.cost.bill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TagMapsTest {
  @Test
  void whatTheFirstMapHasInAnotherFormIsItsOwn() {
    assertThat(
            TagMaps.merged(
                Map.of("resourceTags/user:CostCenter", "17", "resourceTags/user:user_name", "Ada"),
                Map.of("user_cost_center", "99", "user_user_name", "Bob", "user_team", "risk")))
        .isEqualTo(
            Map.of(
                "resourceTags/user:CostCenter", "17",
                "resourceTags/user:user_name", "Ada",
                "user_team", "risk"));
  }

  @Test
  void noTagIsTakenForAnother() {
    assertThat(
            TagMaps.merged(
                Map.of("resourceTags/user:name", "db", "user:部門", "risk", "user:--", "a"),
                Map.of("user_user_name", "Ada", "user:команда", "fraud", "user://", "b")))
        .hasSize(6);
  }
}
