# Writes fnmatch.tsv: what Ruby's File.fnmatch says of random patterns as GitLab prepares them.
# Run with Ruby 3.1 or later: ruby fnmatch.rb > fnmatch.tsv
RANDOM = Random.new(20_260_701)
PIECES = ["a", "b", "c", ".h", "*", "**", "?", "[ab]", "[!a]", "[^b]", "[a-c]", "[b-]", "\\*", "\\?", "*.rb", "a*c", "?b", "ab", "x.rb"]
NAMES = ["a", "b", "c", "ab", "abc", ".h", "x.rb", ".rb", "*", "?", "-", "ac", "bb"]

def name
  Array.new(1 + RANDOM.rand(2)) { PIECES.sample(random: RANDOM) }.join
end

def pattern
  names = Array.new(1 + RANDOM.rand(4)) { RANDOM.rand(4).zero? ? "**" : name }
  (RANDOM.rand(2).zero? ? "/" : "") + names.join("/") + (RANDOM.rand(4).zero? ? "/" : "")
end

def prepared(pattern)
  return "/**/*" if pattern == "*"
  pattern = "/**/#{pattern}" unless pattern.start_with?("/")
  pattern = "#{pattern}**/*" if pattern.end_with?("/")
  pattern
end

seen = {}
while seen.size < 4000
  pattern = pattern()
  path = Array.new(1 + RANDOM.rand(4)) { NAMES.sample(random: RANDOM) }.join("/")
  next if pattern.start_with?("[", "^") || seen[[pattern, path]]
  matches = File.fnmatch?(prepared(pattern), "/#{path}", File::FNM_DOTMATCH | File::FNM_PATHNAME)
  # Most pairs do not match; keep as many that do.
  next if !matches && RANDOM.rand(4) > 0
  seen[[pattern, path]] = true
  puts [pattern, path, matches ? 1 : 0].join("\t")
end
