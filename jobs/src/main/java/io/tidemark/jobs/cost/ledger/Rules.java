package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.allocate.LateStages;
import io.tidemark.jobs.cost.allocate.LineAllocator;
import io.tidemark.jobs.cost.allocate.MachineSize;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an allocation goes by; each task makes its own allocator of it.
 *
 * @param machines type of machine to its size, for where the bill is silent
 */
record Rules(CostAllocationDefinition definition, SortedMap<String, MachineSize> machines)
    implements Serializable {
  Rules {
    machines = Collections.unmodifiableSortedMap(new TreeMap<>(machines));
  }

  LineAllocator allocator() {
    return new LineAllocator(definition, machines);
  }

  LateStages lateStages() {
    return new LateStages(definition);
  }
}
