import { useEffect } from 'react'

/** Says in the browser's tab and in its history where one is: the narrowest first, because tabs are. */
export function usePageTitle(...parts: readonly string[]): void {
  const title = [...parts.filter((part) => part !== ''), 'T21 console'].join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}
