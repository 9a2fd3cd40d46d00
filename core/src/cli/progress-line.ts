/** Where it is written: `process.stderr`. */
interface Output {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** How often a file or a log gets a line. */
const everyMilliseconds = 10_000

/** How far a command is: one line that is written over on a terminal, and elsewhere a line every ten seconds. */
export function progressLine(
  output: Output = process.stderr,
  now: () => number = () => performance.now(),
): { show(words: string): void; end(): void } {
  let last = now()
  let longest = 0
  return {
    show(words) {
      if (output.isTTY === true) {
        // What is left of a longer line is written over, too.
        longest = Math.max(longest, words.length)
        output.write(`\r${words.padEnd(longest)} …`)
      } else if (now() - last >= everyMilliseconds) {
        last = now()
        output.write(`${words} …\n`)
      }
    },
    end() {
      if (output.isTTY === true && longest > 0) output.write('\n')
    },
  }
}
