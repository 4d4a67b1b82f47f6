package io.tidemark.featurestore.pit;

import java.io.Serializable;

/**
 * One Parquet file of a feature table, whose rows are sorted by its keys and then by the time from
 * which they count.
 *
 * @param path whole, with its scheme, as the file system has it
 * @param size in bytes
 * @param bucket of which its rows are
 * @param bounds between what they lie
 */
public record RunFile(String path, long size, int bucket, FileBounds bounds)
    implements Serializable {}
