namespace LatentSharp.Reports.Rendering.Markup;

/// <summary>
/// The page's style sheet. Colours are custom properties with a light and a dark value, each at least 4.5:1 against the
/// page where it colours words. Paper is always light.
/// </summary>
internal static class Stylesheet
{
    public const string Text = """

        :root {
          color-scheme: light dark;
          --page: #fdfcfa; --card: #ffffff; --ink: #1c1e21; --soft: #555a61; --line: #dcd8d0; --strong-line: #8d8a83;
          --posterior: #1f5fbf; --prior: #a8430c; --note: #00606f; --warning: #844800; --error: #b3261e; --well: #1b6b35;
          --note-tint: #e8f4f6; --warning-tint: #fdf1e0; --error-tint: #fdecea; --well-tint: #e8f5ec;
          --c0: #1f5fbf; --c1: #b3261e; --c2: #1b7a3d; --c3: #7d3fb5; --c4: #8f5300; --c5: #00707a; --c6: #b0246f; --c7: #5a5f66; --c8: #4d6b00; --c9: #6b4a3a;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --page: #14161a; --card: #1b1e23; --ink: #e9e7e2; --soft: #abb0b7; --line: #343941; --strong-line: #7c828b;
            --posterior: #7fb0ff; --prior: #f3a561; --note: #6fd0e0; --warning: #f0b35a; --error: #ff9a8f; --well: #6fd490;
            --note-tint: #13282d; --warning-tint: #2e2414; --error-tint: #331b1a; --well-tint: #15291c;
            --c0: #7fb0ff; --c1: #ff9a8f; --c2: #6fd490; --c3: #cda6ff; --c4: #f0b35a; --c5: #5fd3de; --c6: #ff8fc4; --c7: #b9c0c9; --c8: #bcd45f; --c9: #d8b49c;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: break-word; }
        header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem; }
        header { padding-top: 1.4rem; }
        main { padding-bottom: 1rem; }
        footer { padding-bottom: 3rem; }
        .lead { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem 1.4rem; margin-top: .8rem; }
        .verdict { --level: var(--note); background: var(--note-tint); border: 1px solid var(--level); border-left-width: .5rem; border-radius: .5rem; padding: .7rem 1rem; }
        .verdict.well { --level: var(--well); background: var(--well-tint); }
        .verdict.warning { --level: var(--warning); background: var(--warning-tint); }
        .verdict.error { --level: var(--error); background: var(--error-tint); }
        .verdict p { font-size: 1.12rem; line-height: 1.45; margin: 0; }
        .verdict p.soft { font-size: .94rem; margin-top: .3rem; }
        .verdict .word { display: inline-block; background: var(--level); color: var(--page); border-radius: .3rem; padding: 0 .5rem; margin-right: .5rem; }
        nav { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin-top: 1.2rem; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.3rem; margin: 2.6rem 0 .8rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
        h3 { font-size: 1.05rem; line-height: 1.4; margin: 1.4rem 0 .3rem; }
        h4 { font-size: 1rem; margin: .9rem 0 .1rem; }
        p { margin: .3rem 0 .6rem; max-width: 72ch; }
        a { color: var(--posterior); }
        code { font: .92em ui-monospace, "Cascadia Mono", Consolas, monospace; }
        .soft, figcaption, caption { color: var(--soft); }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .8rem; margin: 0; }
        .facts > div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; }
        .facts dt { color: var(--soft); font-size: .88rem; }
        .facts dd { margin: 0; font-size: 1rem; font-weight: 600; line-height: 1.35; }
        .facts dd small { display: block; font-size: .85rem; font-weight: 400; color: var(--soft); }
        .concern { border-left: 3px solid var(--line); padding-left: .9rem; margin: .8rem 0; }
        .concern h4 { margin-top: 0; }
        .finding { background: var(--card); border: 1px solid var(--line); border-left: .35rem solid var(--note); border-radius: .5rem; padding: .9rem 1.1rem; margin: 1rem 0; break-inside: avoid; }
        .finding.warning { border-left-color: var(--warning); }
        .finding.error { border-left-color: var(--error); }
        .finding h3 { margin: 0 0 .5rem; }
        .level { color: var(--note); text-transform: uppercase; font-size: .8rem; letter-spacing: .04em; margin-right: .4rem; }
        .warning .level { color: var(--warning); }
        .error .level { color: var(--error); }
        .finding dl { display: grid; grid-template-columns: 8.5rem 1fr; gap: .35rem 1rem; margin: 0; }
        .finding dt { color: var(--soft); }
        .finding dd { margin: 0; max-width: 68ch; }
        .finding details { margin-top: .6rem; }
        .finding ul { margin: 0; padding-left: 1.1rem; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 23rem), 1fr)); gap: 1.2rem; align-items: start; }
        figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; break-inside: avoid; min-width: 0; }
        figure.wide { grid-column: 1 / -1; }
        figcaption { font-size: .9rem; margin-top: .6rem; max-width: 80ch; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1rem; max-width: 62rem; margin: 0 auto; }
        svg { display: block; width: 100%; max-width: 36rem; height: auto; margin: 0 auto; font-family: inherit; }
        svg text { fill: var(--ink); font-size: 12.5px; }
        svg .key { paint-order: stroke; stroke: var(--card); stroke-width: 3px; }
        svg .tick { fill: var(--soft); font-size: 12px; }
        svg .middle { text-anchor: middle; }
        svg .end { text-anchor: end; }
        svg .grid { stroke: var(--line); stroke-width: 1; }
        svg .axis, svg .whisker { stroke: var(--ink); stroke-width: 1.2; }
        svg .frame { fill: none; stroke: var(--strong-line); }
        svg .posterior, svg .bar { fill: var(--posterior); }
        svg .prior-bar { fill: var(--prior); }
        svg .ring { fill: var(--card); stroke: var(--posterior); stroke-width: 1.6; }
        svg .between { stroke: var(--posterior); stroke-width: 1.4; fill: none; }
        svg .prior-mark { stroke: var(--prior); stroke-width: 2.4; }
        svg .mean-mark { stroke: var(--ink); stroke-width: 2; }
        svg .error-mark { stroke: var(--error); stroke-width: 2; }
        svg .hatch { stroke: var(--prior); stroke-width: 5; }
        svg .hatched { stroke: var(--prior); stroke-width: 1; }
        svg .narrow { stroke-width: .2; }
        svg .series { fill: none; stroke: var(--posterior); stroke-width: 1.8; stroke-linejoin: round; }
        svg .prior-series { stroke: var(--prior); }
        svg .dashed { stroke-dasharray: 5 3; }
        svg .faint { stroke-width: 1; stroke-opacity: .55; }
        svg .strong { stroke-width: 2.6; }
        svg .band { fill: var(--strong-line); fill-opacity: .22; }
        svg .diagonal { stroke: var(--ink); stroke-dasharray: 2 3; }
        svg .pale { fill-opacity: .45; }
        svg .dot { fill: var(--posterior); fill-opacity: .7; }
        svg .glyph { font-size: 9px; text-anchor: middle; font-weight: 600; }
        svg .c0 { fill: var(--c0); } svg .c1 { fill: var(--c1); } svg .c2 { fill: var(--c2); } svg .c3 { fill: var(--c3); } svg .c4 { fill: var(--c4); }
        svg .c5 { fill: var(--c5); } svg .c6 { fill: var(--c6); } svg .c7 { fill: var(--c7); } svg .c8 { fill: var(--c8); } svg .c9 { fill: var(--c9); }
        .scroll { overflow-x: auto; max-width: 100%; }
        .scroll:focus-visible { outline: 2px solid var(--posterior); outline-offset: 2px; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .94rem; }
        caption { text-align: left; padding-bottom: .5rem; }
        th, td { text-align: left; vertical-align: top; padding: .32rem .9rem .32rem 0; border-bottom: 1px solid var(--line); }
        th { font-weight: 600; }
        tbody th { font-weight: 400; white-space: nowrap; }
        tbody th.part { padding-left: 1.3rem; }
        td.value, .numbers td, .numbers th { white-space: nowrap; }
        .numbers td { text-align: right; }
        .numbers thead th { text-align: right; }
        .numbers thead th:first-child { text-align: left; }
        .reads { min-width: 16rem; }
        .images { width: auto; }
        .images th, .images td { border: 0; padding: .15rem .4rem .15rem 0; vertical-align: middle; }
        .images thead th { text-align: center; }
        .images img { display: block; width: 3.5rem; height: auto; image-rendering: pixelated; border: 1px solid var(--line); }
        details { margin-top: 1.2rem; }
        summary { cursor: pointer; }
        .origin { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: .2rem 1.2rem; margin: .6rem 0 0; }
        .origin dt { color: var(--soft); }
        .origin dd { margin: 0; overflow-wrap: anywhere; }
        @media (min-width: 60rem) {
          .pictured { grid-template: "verdict picture" "facts picture" 1fr / minmax(0, 1fr) minmax(0, 32rem); align-items: start; }
          .pictured > .verdict { grid-area: verdict; }
          .pictured > .facts { grid-area: facts; }
          .pictured > figure { grid-area: picture; }
          .pictured > .facts { grid-template-columns: 1fr 1fr; }
          .pictured .pair { grid-template-columns: 1fr 1fr; }
        }
        @media (max-width: 36rem) {
          .finding dl { grid-template-columns: 1fr; gap: 0; }
          .finding dd { margin-bottom: .5rem; }
          h1 { font-size: 1.4rem; }
          .facts dd { font-size: .92rem; }
          header, main, footer { padding-left: 1rem; padding-right: 1rem; }
          header { padding-top: 1rem; }
          .origin { grid-template-columns: minmax(0, 1fr); gap: 0; }
          .origin dd { margin-bottom: .4rem; }
          figure { padding: .8rem .6rem; }
          th, td { padding-right: .6rem; }
        }
        @media print {
          body { font-size: 10pt; }
          header, main, footer { max-width: none; padding: 0; }
          .charts { grid-template-columns: 1fr 1fr; }
          .scroll { overflow: visible; }
          h2, h3, caption { break-after: avoid; }
          tr { break-inside: avoid; }
        }

        """;
}
