type Colours = Readonly<Record<string, string>>

/** How the frame of a page looks: menu, search box, name, actions, notices; and the states of a page that has nothing to show. */
export function frameStyle(colours: Colours): string {
  const { bg, border, container, error, errorLight, grey60, highlight, inputBorder } = colours
  const { primary20, primary100, sidebar, success, successLight, text, warningLight, white } =
    colours
  return `
    :focus-visible { outline: 3px solid ${primary100}; outline-offset: 2px; border-radius: 4px; }
    #content { outline: none; }
    .t21-unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
    .t21-skip { position: absolute; left: -9999px; }
    .t21-skip:focus { left: 8px; top: 8px; z-index: 60; padding: 8px 16px; font: inherit; background: ${primary100}; color: ${white}; border: 0; border-radius: 6px; }

    .t21-side { width: 232px; flex-shrink: 0; overflow-y: auto; padding: 12px 12px 24px; background: ${sidebar}; color: ${text}; border-right: 1px solid ${border}; z-index: 50; }
    .t21-brand { display: block; padding: 8px 12px 12px; color: ${grey60}; text-decoration: none; }
    .t21-brand b { display: inline-block; background: ${primary100}; color: ${white}; border-radius: 6px; padding: 2px 7px; margin-right: 4px; }
    .t21-side h2 { margin: 12px 12px 4px; font-size: 12px; font-weight: 600; color: ${grey60}; }
    .t21-side ul { list-style: none; margin: 0; padding: 0; }
    .t21-side li a { display: flex; align-items: center; gap: 10px; padding: 5px 12px; border-radius: 6px; color: ${text}; text-decoration: none; line-height: 20px; }
    .t21-side li a:hover { background: ${highlight}; }
    .t21-side li a[aria-current] { background: ${primary20}; color: ${primary100}; font-weight: 600; }
    .t21-side svg { flex-shrink: 0; }

    .t21-top { display: flex; align-items: center; gap: 16px; min-height: 56px; flex-shrink: 0; padding: 8px 32px; background: ${container}; border-bottom: 1px solid ${border}; color: ${text}; }
    .t21-top-find { flex: 1; min-width: 0; max-width: 560px; }
    .t21-menu-button { display: none; padding: 4px; background: none; border: 0; color: ${text}; cursor: pointer; }
    .t21-find-compact { position: relative; }
    .t21-find-compact .t21-found > * { position: absolute; z-index: 40; left: 0; right: 0; top: 100%; margin-top: 6px; padding: 12px 16px; background: ${container}; border: 1px solid ${border}; border-radius: 8px; box-shadow: 0 8px 24px #0003; }
    .t21-find-compact .t21-found li { list-style: none; }
    .t21-account { margin-left: auto; flex-shrink: 0; }
    .t21-avatar { display: grid; place-items: center; width: 32px; height: 32px; border-radius: 50%; background: ${primary100}; color: ${white}; font-weight: 600; }
    .t21-drop { position: relative; }
    .t21-drop > summary { display: flex; align-items: center; gap: 8px; width: fit-content; margin-left: auto; list-style: none; cursor: pointer; padding: 4px; border-radius: 6px; }
    .t21-drop > summary::-webkit-details-marker { display: none; }
    .t21-row-menu > summary:hover { background: ${primary20}; }
    .t21-drop-menu { position: absolute; z-index: 40; right: 0; top: 100%; min-width: 220px; margin-top: 4px; padding: 8px; background: ${container}; border: 1px solid ${border}; border-radius: 8px; box-shadow: 0 8px 24px #0003; text-align: left; }
    .t21-drop-menu p { margin: 0; padding: 6px 10px; color: ${grey60}; font-size: 12px; overflow-wrap: anywhere; }
    .t21-drop-menu a:not([class]) { display: flex; align-items: center; gap: 8px; padding: 8px 10px; border-radius: 6px; color: ${text}; text-decoration: none; white-space: nowrap; }
    .t21-drop-menu a:not([class]):hover { background: ${highlight}; }

    .t21-page { padding: 24px 32px 48px; color: ${text}; }
    .t21-header { color: ${text}; }
    .t21-crumbs { display: flex; gap: 8px; min-height: 20px; color: ${grey60}; }
    .t21-crumbs a { color: ${grey60}; text-decoration: none; }
    .t21-crumbs a:hover { color: ${primary100}; text-decoration: underline; }
    .t21-crumbs a + a::before { content: '/'; padding-right: 8px; }
    .t21-title { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 16px; margin: 4px 0; }
    .t21-title h1 { margin: 0; font-size: 24px; line-height: 32px; font-weight: 600; overflow-wrap: anywhere; }
    .t21-count { margin-left: 10px; padding: 1px 9px; border: 1px solid ${inputBorder}; border-radius: 999px; font-size: 13px; font-weight: 400; color: ${grey60}; vertical-align: middle; }
    .t21-id { margin: 0; color: ${grey60}; font-size: 12px; overflow-wrap: anywhere; }
    .t21-actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0 0; }
    .t21-button { display: inline-flex; align-items: center; gap: 8px; padding: 6px 12px; font: inherit; line-height: 20px; color: ${primary100}; background: ${container}; border: 1px solid ${primary100}; border-radius: 6px; cursor: pointer; text-decoration: none; }
    .t21-button:hover { background: ${primary20}; }
    .t21-danger { color: ${error}; border-color: ${error}; }
    .t21-danger:hover { background: ${errorLight}; }
    .t21-quiet { padding: 2px 6px; font: inherit; color: ${primary100}; background: none; border: 0; cursor: pointer; }
    .t21-chips { display: flex; flex-wrap: wrap; gap: 8px; list-style: none; margin: 8px 0 0; padding: 0; }
    .t21-chips li { display: flex; align-items: center; gap: 4px; padding: 2px 4px 2px 10px; background: ${primary20}; color: ${text}; border-radius: 999px; max-width: 100%; overflow-wrap: anywhere; }
    .t21-chips li:has(.t21-quiet) { background: none; }
    .t21-chips button:not(.t21-quiet) { width: 22px; height: 22px; font-size: 16px; line-height: 1; color: ${text}; background: none; border: 0; border-radius: 50%; cursor: pointer; }
    .t21-note { margin: 16px 0 0; padding: 10px 14px; background: ${warningLight}; color: ${text}; border-radius: 6px; }

    .t21-tools { display: flex; flex-wrap: wrap; gap: 8px; }
    .t21-about { margin: 4px 0 0; max-width: 76ch; color: ${grey60}; line-height: 22px; }
    .t21-panel { margin: 16px 0 0; padding: 20px 24px; background: ${container}; color: ${text}; border: 1px solid ${border}; border-radius: 8px; overflow-wrap: anywhere; }
    .t21-panel > h2 { margin: 0 0 12px; font-size: 16px; line-height: 24px; font-weight: 600; }
    .t21-nothing { margin: 8px 0; color: ${grey60}; line-height: 22px; }
    .t21-jump { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 16px 0 0; font-size: 13px; }
    .t21-troubles { display: grid; gap: 8px; list-style: none; margin: 0; padding: 0; }
    .t21-see { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 10px 0 0; }
    .t21-columns { columns: 2 420px; column-gap: 16px; margin: 16px 0 0; }
    .t21-columns > .t21-panel { break-inside: avoid; margin: 0 0 16px; }
    .t21-more { margin: 10px 0 0; }
    .t21-more summary { cursor: pointer; color: ${grey60}; }
    .t21-more ul { list-style: none; margin: 6px 0 0; padding: 0; overflow-wrap: anywhere; line-height: 22px; }
    .t21-scroll { overflow: auto; }
    .t21-table { width: 100%; border-collapse: collapse; }
    .t21-table th, .t21-table td { padding: 8px 20px 8px 0; text-align: left; vertical-align: top; line-height: 20px; overflow-wrap: break-word; }
    .t21-table th { color: ${grey60}; font-size: 12px; font-weight: 600; white-space: nowrap; }
    .t21-table td { border-top: 1px solid ${border}; }
    .t21-table .t21-numeric { text-align: right; font-variant-numeric: tabular-nums; }
    .t21-table time, .t21-table [data-state] { white-space: nowrap; }
    .t21-hello { margin: 0 0 12px; font-size: 24px; line-height: 32px; font-weight: 600; }
    .t21-facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(220px, 100%), 1fr)); gap: 14px 24px; overflow-wrap: anywhere; }
    .t21-facts section { margin: 0 !important; padding: 0; min-width: 0; }
    .t21-facts section a { justify-content: flex-start; padding-left: 0; padding-right: 0; text-align: left; }
    .t21-state { max-width: 560px; margin: 32px auto; padding: 24px; text-align: center; color: ${text}; }
    .t21-state h1, .t21-state h2 { margin: 0 0 8px; font-size: 18px; line-height: 26px; font-weight: 600; }
    .t21-state p { margin: 0 0 16px; color: ${grey60}; line-height: 22px; }
    .t21-loading > div { margin: 0 0 16px; border-radius: 8px; background: ${highlight}; animation: t21-pulse 1.2s ease-in-out infinite alternate; }
    section.adminjs_Loader { min-height: 320px; margin: 16px; border-radius: 8px; background: ${highlight}; animation: t21-pulse 1.2s ease-in-out infinite alternate; }
    section.adminjs_Loader > * { display: none; }
    @keyframes t21-pulse { from { opacity: 1; } to { opacity: .45; } }
    @media (prefers-reduced-motion: reduce) { .t21-loading > div, section.adminjs_Loader { animation: none; } }

    .t21-drawer { margin: 0 0 0 auto; width: min(520px, 100vw); max-width: none; height: 100dvh; max-height: none; padding: 0; border: 0; border-left: 1px solid ${border}; background: ${container}; color: ${text}; box-shadow: -8px 0 32px #0003; overflow-y: auto; }
    form label ~ .adminjs_Text.adminjs_Text { position: static; height: auto; min-height: 16px; margin: 4px 0 0; }
    .t21-drawer::backdrop { background: #0006; }
    .t21-notices { position: fixed; z-index: 2000; right: 24px; bottom: 24px; display: grid; gap: 8px; width: min(440px, calc(100vw - 48px)); }
    .t21-notice { display: flex; gap: 12px; align-items: start; padding: 12px 14px; background: ${successLight}; color: ${text}; border-left: 4px solid ${success}; border-radius: 8px; box-shadow: 0 8px 24px #0003; }
    .t21-notice-problem { background: ${errorLight}; border-left-color: ${error}; }
    .t21-notice p { flex: 1; margin: 0; overflow-wrap: anywhere; }
    .t21-notice button { font-size: 18px; line-height: 1; color: ${text}; }

    @media (max-width: 1239px) {
      .t21-side { position: fixed; inset: 0 auto 0 -260px; transition: left .2s; visibility: hidden; }
      .t21-side-open { left: 0; visibility: visible; }
      .t21-menu-button { display: block; }
    }
    @media (max-width: 768px) {
      .t21-top { padding: 8px 16px; gap: 10px; }
      .t21-who { display: none; }
      .t21-panel { padding: 16px; }
      .t21-page { padding-left: 16px; padding-right: 16px; }
    }
    body { background: ${bg}; }`
}
