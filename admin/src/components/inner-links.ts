import { useEffect } from 'react'
import { useNavigate } from 'react-router'

const inner = /^\/admin(?:\/(?:resources|pages)\/.*)?$/

/** Follows links within the console without loading it anew, wherever they stand: a second for each, of which answers have a few. */
export function useInnerLinks(): void {
  const navigate = useNavigate()
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0) return
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      const link = event.target instanceof Element ? event.target.closest('a') : null
      // Those to a part of the page are the browser's.
      if (link === null || link.hash !== '' || link.target !== '' || link.hasAttribute('download'))
        return
      if (link.origin !== window.location.origin || !inner.test(link.pathname)) return
      event.preventDefault()
      navigate(`${link.pathname}${link.search}${link.hash}`)
    }
    document.addEventListener('click', follow)
    return () => document.removeEventListener('click', follow)
  }, [navigate])
}
