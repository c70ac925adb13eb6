package dev.freehold.sandbox.github;

import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Blobs, trees and commits of all repositories, by their hash. */
final class GitObjects {

  /** Blob by path. */
  record Tree(String sha, TreeMap<String, String> files) {}

  record Commit(String sha, String tree, List<String> parents, String message, Instant at) {}

  /**
   * @param content Base64
   */
  record Blob(String sha, String content) {

    byte[] bytes() {
      return Base64.getDecoder().decode(content);
    }
  }

  private final Table<Blob> blobs;
  private final Table<Tree> trees;
  private final Table<Commit> commits;

  GitObjects(State state) {
    blobs = state.table("blobs", Blob.class);
    trees = state.table("trees", Tree.class);
    commits = state.table("commits", Commit.class);
  }

  String addBlob(byte[] content) {
    String sha = GitHash.blob(content);
    if (!blobs.has(sha)) {
      blobs.put(sha, new Blob(sha, Base64.getEncoder().encodeToString(content)));
    }
    return sha;
  }

  Tree addTree(Map<String, String> files) {
    var tree = new Tree(GitHash.tree(files), new TreeMap<>(files));
    if (!trees.has(tree.sha())) {
      trees.put(tree.sha(), tree);
    }
    return tree;
  }

  Commit addCommit(String tree, List<String> parents, String message, Instant at) {
    var text = new StringBuilder("tree " + tree + "\n");
    parents.forEach(parent -> text.append("parent ").append(parent).append('\n'));
    String who = " Freehold <freehold[bot]@users.noreply.github.com> " + at.getEpochSecond();
    text.append("author").append(who).append(" +0000\ncommitter").append(who);
    text.append(" +0000\n\n").append(message);
    var commit = new Commit(GitHash.commit(text.toString()), tree, parents, message, at);
    commits.put(commit.sha(), commit);
    return commit;
  }

  Optional<Blob> blob(String sha) {
    return blobs.find(sha);
  }

  /** A tree by its own hash or by a commit's. */
  Optional<Tree> tree(String sha) {
    return trees.find(commits.find(sha).map(Commit::tree).orElse(sha));
  }

  Optional<Commit> commit(String sha) {
    return commits.find(sha);
  }

  /** Whether {@code old} is {@code sha} itself or stands before it. */
  boolean isAncestor(String old, String sha) {
    var seen = new HashSet<String>();
    var open = new ArrayDeque<>(List.of(sha));
    while (!open.isEmpty()) {
      String next = open.removeFirst();
      if (next.equals(old)) {
        return true;
      }
      if (seen.add(next)) {
        commits.find(next).ifPresent(commit -> open.addAll(commit.parents()));
      }
    }
    return false;
  }
}
