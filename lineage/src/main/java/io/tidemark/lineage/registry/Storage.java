package io.tidemark.lineage.registry;

import io.tidemark.lineage.storage.FaultSwitch;
import io.tidemark.lineage.storage.LogStores;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The few plain files of a warehouse, on whatever file system it stands. */
public final class Storage {

  private static final String TEMPORARY = ".tidemark-";
  private static final byte[] NOTHING = new byte[0];

  private final Configuration conf;
  private final String root;

  /**
   * @throws io.tidemark.lineage.definition.Refusal if warehouses are not kept on such a storage
   */
  public Storage(Configuration conf, String root) {
    LogStores.requireKnownScheme(root);
    this.conf = LogStores.forKernel(conf);
    this.root =
        root.length() > 1 && root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
  }

  /** The warehouse's path or URI, without a slash at its end. */
  public String root() {
    return root;
  }

  /** The configuration that file systems are made of. */
  public Configuration configuration() {
    return conf;
  }

  /** The full path of something in the warehouse. */
  public String path(String relative) {
    return root + "/" + relative;
  }

  public boolean exists(String relative) {
    return io(relative, (fs, path) -> fs.exists(path));
  }

  /** The names in a folder; empty if it is not there. */
  public List<String> list(String relative) {
    return io(
        relative,
        (fs, path) -> {
          List<String> names = new ArrayList<>();
          try {
            for (FileStatus each : fs.listStatus(path)) {
              String name = each.getPath().getName();
              if (!name.startsWith(TEMPORARY) && !name.matches("\\..*\\.crc")) {
                names.add(name);
              }
            }
          } catch (FileNotFoundException e) {
            return names;
          }
          return names;
        });
  }

  /** True if there is a file where the warehouse's folder should be. */
  public boolean isFile() {
    return io("", (fs, path) -> fs.exists(path) && fs.getFileStatus(path).isFile());
  }

  /** True if the warehouse itself is missing or holds nothing. */
  public boolean isEmpty() {
    return list("").isEmpty();
  }

  /** The text of a file, null if it is not there. */
  public @Nullable String read(String relative) {
    byte[] bytes =
        io(
            relative,
            (fs, path) -> {
              try (InputStream in = fs.open(path)) {
                return in.readAllBytes();
              } catch (FileNotFoundException e) {
                return NOTHING;
              }
            });
    return bytes == NOTHING ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** Writes a file whole: a reader sees the old one, none, or this one. */
  public void write(String relative, String text) {
    io(
        relative,
        (fs, path) -> {
          if (fs.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM)) {
            // An object is there when its stream is closed, and whole; a rename would copy it.
            FaultSwitch.before("write", path);
            create(fs, path, text);
            FaultSwitch.after("write", path);
            return true;
          }
          fs.mkdirs(path.getParent());
          Path part = new Path(path.getParent(), TEMPORARY + UUID.randomUUID());
          create(fs, part, text);
          FaultSwitch.before("write", path);
          // HDFS does not rename onto a file.
          if (!fs.rename(part, path) && !(fs.delete(path, false) && fs.rename(part, path))) {
            fs.delete(part, false);
            throw new IOException("cannot rename " + part + " to " + path);
          }
          FaultSwitch.after("write", path);
          return true;
        });
  }

  private static boolean create(FileSystem fs, Path path, String text) throws IOException {
    try (OutputStream out = fs.create(path, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return true;
  }

  /** Gives a file another name, which takes no room; nothing happens if it is not there. */
  void rename(String relative, String to) {
    io(
        relative,
        (fs, path) -> {
          FaultSwitch.before("rename", path);
          boolean renamed = fs.rename(path, new Path(path(to)));
          FaultSwitch.after("rename", path);
          return renamed;
        });
  }

  /** Copies a local file; what was there is replaced. */
  void copy(java.nio.file.Path from, String relative) {
    io(
        relative,
        (fs, path) -> {
          FaultSwitch.before("copy", path);
          try (OutputStream out = fs.create(path, true)) {
            Files.copy(from, out);
          }
          FaultSwitch.after("copy", path);
          return true;
        });
  }

  /** When a file was last written, in milliseconds; empty folder or no file: 0. */
  long modified(String relative) {
    return io(
        relative,
        (fs, path) -> {
          try {
            return fs.getFileStatus(path).getModificationTime();
          } catch (FileNotFoundException e) {
            return 0L;
          }
        });
  }

  /** Removes a file or an empty folder. */
  public void delete(String relative) {
    delete(relative, false);
  }

  /** Removes a folder and all that is in it. */
  public void deleteFolder(String relative) {
    delete(relative, true);
  }

  /**
   * Removes everything in a folder but the entry of one name, and the folder if that is not there.
   */
  public void deleteBut(String relative, String kept) {
    List<String> names = all(relative);
    if (!names.contains(kept)) {
      delete(relative, true);
      return;
    }
    for (String name : names) {
      if (!name.equals(kept)) {
        delete(relative + "/" + name, true);
      }
    }
  }

  /** Removes a folder unless there is something in it, or about to be. */
  public void deleteIfEmpty(String relative) {
    if (all(relative).isEmpty()) {
      io(
          relative,
          (fs, path) -> {
            try {
              return fs.delete(path, false);
            } catch (IOException e) {
              // Another run has put something there in this moment.
              if (fs.exists(path) && fs.listStatus(path).length == 0) {
                throw e;
              }
              return false;
            }
          });
    }
  }

  /** The names in a folder in order, hidden files too; empty if it is not there. */
  private List<String> all(String relative) {
    return io(
        relative,
        (fs, path) -> {
          List<String> names = new ArrayList<>();
          try {
            for (FileStatus each : fs.listStatus(path)) {
              names.add(each.getPath().getName());
            }
          } catch (FileNotFoundException e) {
            return names;
          }
          Collections.sort(names);
          return names;
        });
  }

  private void delete(String relative, boolean recursive) {
    io(
        relative,
        (fs, path) -> {
          FaultSwitch.before("delete", path);
          boolean deleted = fs.delete(path, recursive);
          FaultSwitch.after("delete", path);
          return deleted;
        });
  }

  private interface Work<T> {
    T on(FileSystem fs, Path path) throws IOException;
  }

  private <T> T io(String relative, Work<T> work) {
    String full = relative.isEmpty() ? root : path(relative);
    try {
      Path path = new Path(full);
      FileSystem fs = path.getFileSystem(conf);
      // Its hidden checksum files make a file that was edited by hand unreadable.
      return work.on(fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs, path);
    } catch (IOException e) {
      throw Trouble.refusalOr(new UncheckedIOException(e), full);
    } catch (RuntimeException e) {
      throw Trouble.refusalOr(e, full);
    }
  }
}
