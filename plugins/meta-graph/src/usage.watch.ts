import type { ConnectorHttp } from '@t21/plugin-kit'
import { graphUsage, type GraphUsage } from './usage.ts'

/** From here on a repeatable step waits, so that what is left goes to the calls that publish. */
const nearlyUsedPercent = 95
const shortPauseSeconds = 60

/** A way out that notes what Meta says about its allowance on the way: facebook.md 3. */
export interface WatchedHttp {
  readonly http: ConnectorHttp
  /** How long the next repeatable call should wait; 0 while there is enough left, or Meta does not tell. */
  pauseSeconds(): number
}

/** Watches the usage headers, which come with ordinary answers once usage is notable. */
export function watchUsage(http: ConnectorHttp): WatchedHttp {
  let last: GraphUsage | null = null
  return {
    http: {
      async request(request) {
        const response = await http.request(request)
        last = graphUsage(response.headers) ?? last
        return response
      },
    },
    pauseSeconds() {
      if (last === null || last.percent < nearlyUsedPercent) return 0
      return last.regainMinutes * 60 || shortPauseSeconds
    },
  }
}
