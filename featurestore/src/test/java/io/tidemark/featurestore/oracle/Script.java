package io.tidemark.featurestore.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files and commands, as a shell script that makes the one and runs the other. */
record Script(List<Step> steps) {

  /** One thing that the script does. */
  sealed interface Step {}

  /** Writes a file. */
  record Write(String path, String text) implements Step {}

  /** Copies a file over another. */
  record Copy(String from, String to) implements Step {}

  /** Runs a verb. */
  record Verb(List<String> words) implements Step {
    Verb {
      words = List.copyOf(words);
    }

    static Verb of(String words) {
      return new Verb(Arrays.asList(words.split(" ")));
    }

    /** The word after a flag. */
    String flag(String name) {
      int at = words.indexOf(name);
      return at < 0 ? "" : words.get(at + 1);
    }
  }

  /** Says something to the reader. */
  record Remark(String text) implements Step {}

  private static final String END = "END_OF_FILE";

  Script {
    steps = List.copyOf(steps);
  }

  /** The shell's text; {@code tidemark} has to be on the path, and the folder empty. */
  String print() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      if (step instanceof Write write) {
        text.append("mkdir -p \"$(dirname ").append(write.path()).append(")\"\n");
        text.append("cat > ").append(write.path()).append(" <<'").append(END).append("'\n");
        text.append(write.text()).append(END).append('\n');
      } else if (step instanceof Copy copy) {
        text.append("cp ").append(copy.from()).append(' ').append(copy.to()).append('\n');
      } else if (step instanceof Verb verb) {
        text.append("tidemark ").append(String.join(" ", verb.words())).append('\n');
      } else if (step instanceof Remark remark) {
        text.append("# ").append(remark.text()).append('\n');
      }
    }
    return text.toString();
  }

  /** What {@link #print()} printed. */
  static Script parse(String text) {
    List<Step> steps = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      if (line.startsWith("cat > ")) {
        StringBuilder file = new StringBuilder();
        for (i++; !lines[i].equals(END); i++) {
          file.append(lines[i]).append('\n');
        }
        steps.add(new Write(line.split(" ")[2], file.toString()));
      } else if (line.startsWith("cp ")) {
        steps.add(new Copy(line.split(" ")[1], line.split(" ")[2]));
      } else if (line.startsWith("tidemark ")) {
        steps.add(Verb.of(line.substring("tidemark ".length())));
      } else if (line.startsWith("# ")) {
        steps.add(new Remark(line.substring(2)));
      } else if (!line.isEmpty() && !line.startsWith("mkdir ")) {
        throw new IllegalArgumentException("no line of a script: " + line);
      }
    }
    return new Script(steps);
  }
}
