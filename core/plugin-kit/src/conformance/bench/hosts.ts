/** The declared hosts of a connector at the fake network, which mounts each under its own name. */
export interface Hosts {
  /** Where a request for this address goes. @throws TypeError for an address that is not declared */
  resolve(url: string): URL
  /** Where a browser goes. */
  browser(url: string): URL
}

/** Addresses as T21 reads them: exactly declared origins, `*` for one label, and the network's own addresses mapped back. */
export function hostsAt(sandboxUrl: string, declared: readonly string[], id: string): Hosts {
  function below(url: URL): URL {
    return new URL(`${sandboxUrl}/${url.host}${url.pathname}${url.search}${url.hash}`)
  }

  function original(url: URL): URL {
    if (!url.href.startsWith(`${sandboxUrl}/`)) return url
    // An address that the network gave, such as one for uploads, names the fake network.
    const [, host = '', rest = ''] =
      /^\/([^/?#]+)(.*)$/s.exec(url.href.slice(sandboxUrl.length)) ?? []
    return URL.parse(`https://${host}${rest}`) ?? url
  }

  return {
    resolve(address) {
      const given = URL.parse(address)
      if (given === null || given.username !== '' || given.password !== '') {
        throw new TypeError(`The connector "${id}" asked for an address that is none.`)
      }
      const url = original(given)
      if (!isDeclared(url.origin, declared)) {
        throw new TypeError(
          `The connector "${id}" asked for ${url.origin}, which is not in its "hosts".`,
        )
      }
      return below(url)
    },
    browser: (address) => below(new URL(address)),
  }
}

function isDeclared(origin: string, declared: readonly string[]): boolean {
  const wildcard = origin.replace(/^(https?:\/\/)[^.]+\.(?=[^.]+\.)/, '$1*.')
  return declared.includes(origin) || declared.includes(wildcard)
}
