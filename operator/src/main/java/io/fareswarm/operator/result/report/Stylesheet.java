package io.fareswarm.operator.result.report;

/// How `result.html` looks, light or dark as the reader's system is.
final class Stylesheet {
    static final String CSS = """
            :root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--text:#16191d;--soft:#59626e;--rule:#e1e5ea;
            --a:#1f6feb;--b:#8250df;--c:#c2410c;--bad:#cf222e;--good:#1a7f37;--warn:#9a6700}
            @media(prefers-color-scheme:dark){:root{--page:#0e1116;--card:#171b22;--text:#e6eaf0;--soft:#9aa5b3;
            --rule:#2b323c;--a:#58a6ff;--b:#bc8cff;--c:#ff9b5e;--bad:#ff7b72;--good:#4cc764;--warn:#e3b341}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif}
            main{max-width:1080px;margin:0 auto;padding:32px 20px 64px}
            header p{margin:0;color:var(--soft)}
            h1{margin:4px 0;font-size:52px;line-height:1.1;letter-spacing:-.02em}
            h1.Passed{color:var(--good)}h1.Failed,h1.Error{color:var(--bad)}h1.Invalid{color:var(--warn)}
            header .why{color:var(--text);font-size:18px;overflow-wrap:anywhere}
            h2{font-size:17px;margin:36px 0 10px}
            dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(108px,1fr));gap:10px;margin:24px 0}
            dl div{background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:10px 12px}
            dt{color:var(--soft);font-size:13px}
            dd{margin:0;font-size:21px;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
            dd small{font-size:13px;font-weight:400;color:var(--soft)}
            figure{margin:0 0 12px;background:var(--card);border:1px solid var(--rule);border-radius:8px;
            padding:12px 12px 4px}
            figcaption{font-size:14px}
            .key{margin-left:14px;color:var(--soft);white-space:nowrap}
            .key::before{content:"";display:inline-block;width:18px;margin-right:5px;vertical-align:middle;
            border-top:3px solid}
            .key.a::before{border-color:var(--a)}.key.b::before{border-color:var(--b);border-top-style:dashed}
            .key.c::before{border-color:var(--c)}.key.bad::before{border-color:var(--bad)}
            svg{display:block;width:100%;height:auto;font:11px system-ui,sans-serif}
            svg path{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
            path.a{stroke:var(--a)}path.b{stroke:var(--b);stroke-dasharray:5 3}path.c{stroke:var(--c)}
            path.bad{stroke:var(--bad)}
            .grid path{stroke:var(--rule);stroke-width:1}
            .grid text{fill:var(--soft)}.y{text-anchor:end;dominant-baseline:middle}.x{text-anchor:middle}
            .marks rect{fill:transparent}.marks path{stroke:var(--soft);stroke-width:1;visibility:hidden}
            .marks text{fill:var(--text);text-anchor:end;font-size:12px;visibility:hidden;white-space:pre}
            .marks g:hover path,.marks g:hover text{visibility:visible}
            .wide{overflow-x:auto;background:var(--card);border:1px solid var(--rule);border-radius:8px}
            table{border-collapse:collapse;width:100%;font-size:14px}
            th,td{padding:7px 12px;text-align:left;vertical-align:top}
            tbody tr{border-top:1px solid var(--rule)}
            thead th{color:var(--soft);font-weight:500;white-space:nowrap}
            tbody th{font-weight:500;min-width:8em}
            .n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
            th,td{overflow-wrap:anywhere}thead th,.n{overflow-wrap:normal}
            .kept{color:var(--good);font-weight:600}.broken{color:var(--bad);font-weight:600}
            pre{margin:0;padding:14px;overflow-x:auto;font:13px/1.45 ui-monospace,monospace;background:var(--card);
            border:1px solid var(--rule);border-radius:8px}
            summary{cursor:pointer;font-size:17px;font-weight:700;margin:36px 0 10px}
            footer{margin-top:36px;color:var(--soft);font-size:13px}
            @media print{body{background:#fff}figure,.wide,dl div{break-inside:avoid}}
            """;

    private Stylesheet() {}
}
