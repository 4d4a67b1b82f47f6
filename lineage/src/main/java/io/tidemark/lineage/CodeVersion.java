package io.tidemark.lineage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The commit that a project's files are of, as git says.
 *
 * @param commit null if the project is in no repository, or there is no git
 * @param dirty true if a tracked file differs from it, or a definition is not tracked
 */
record CodeVersion(@Nullable String commit, @Nullable Boolean dirty) {

  private static final long PATIENCE_SECONDS = 5;

  static CodeVersion of(Path root) {
    String commit = git(root, "rev-parse", "--verify", "HEAD");
    if (commit == null) {
      return new CodeVersion(null, null);
    }
    String changed = git(root, "status", "--porcelain", "--untracked-files=no", ".");
    String added = git(root, "ls-files", "--others", "--exclude-standard", "--", "*.yaml", "*.yml");
    Boolean dirty = changed == null || added == null ? null : !(changed + added).isEmpty();
    return new CodeVersion(commit, dirty);
  }

  private static @Nullable String git(Path root, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    Process process = null;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
          ? said.strip()
          : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      if (process != null) {
        process.destroy();
      }
    }
  }
}
