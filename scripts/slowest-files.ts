const shown = 12

/** Which processes of tap took longest, read from its lines: what to look at when `npm test` takes too long. */
export function slowestFiles(): { onLine(line: string): void; render(): string } {
  const files: { readonly name: string; readonly seconds: number }[] = []
  return {
    onLine(line) {
      const match = /^(?:not )?ok \d+ - (\S+) # time=([\d.]+)(ms|s)$/.exec(line)
      if (match === null) return
      const [, name = '', time, unit] = match
      files.push({ name, seconds: Number(time) / (unit === 'ms' ? 1_000 : 1) })
    },
    render() {
      const slow = files.toSorted((one, other) => other.seconds - one.seconds).slice(0, shown)
      const lines = slow.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${name}`)
      return ['Slowest test processes:', ...lines].join('\n')
    },
  }
}
