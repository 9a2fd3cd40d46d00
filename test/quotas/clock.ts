/** Makes the clock on the wall of this process go ahead; the monotonic one is not concerned. */
export function setClockAhead(milliseconds: number): void {
  const real = Date
  const now = (): number => real.now() + milliseconds
  globalThis.Date = new Proxy(real, {
    construct: (target, args) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args) as object,
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  })
}
