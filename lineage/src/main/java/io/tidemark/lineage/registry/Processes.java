package io.tidemark.lineage.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Which process a run belongs to, and whether that process is still there. */
final class Processes {

  // Linux counts a process's start from a boot time that moves by a second or two.
  private static final Duration SAME_START = Duration.ofSeconds(10);

  private Processes() {}

  /** Adds host, process id and the process's start to a payload. */
  static void describe(SortedMap<String, Object> payload) {
    ProcessHandle self = ProcessHandle.current();
    payload.put("host", host());
    payload.put("pid", self.pid());
    self.info().startInstant().ifPresent(at -> payload.put("process_started", at.toString()));
  }

  static boolean isHere(Map<?, ?> described) {
    return host().equals(Payload.text(described, "host"));
  }

  /** True if the process was on this host and has ended. */
  static boolean isGone(Map<?, ?> described) {
    if (!isHere(described)) {
      return false;
    }
    Long pid = Payload.number(described, "pid");
    Optional<ProcessHandle> process = pid == null ? Optional.empty() : ProcessHandle.of(pid);
    if (process.isEmpty() || !process.get().isAlive()) {
      return true;
    }
    Instant then = Payload.time(described, "process_started");
    Optional<Instant> now = process.get().info().startInstant();
    return then != null
        && now.isPresent()
        && Duration.between(then, now.get()).abs().compareTo(SAME_START) > 0;
  }

  private static String host() {
    try {
      String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      if (!name.isEmpty()) {
        return name;
      }
    } catch (IOException e) {
      // Not Linux: ask the network.
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
