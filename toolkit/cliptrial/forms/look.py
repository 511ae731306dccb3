"""How forms look: JupyterLab's own colours, light and dark, with room to breathe."""

CSS = """
.ct-step{--jp-widgets-font-size:14px;--jp-widgets-inline-height:34px;--jp-widgets-input-padding:8px;
 --jp-widgets-margin:0px;--jp-widgets-input-border-color:var(--jp-border-color1,#bbb);
 --ct-accent:var(--jp-brand-color1,#1976d2);--ct-ink:var(--jp-ui-font-color1,#17202b);
 --ct-soft:var(--jp-ui-font-color2,#566273);--ct-line:var(--jp-border-color2,#dfe3e8);
 --ct-paper:var(--jp-layout-color1,#fff);--ct-wash:var(--jp-layout-color2,#f5f6f8);
 --ct-good:#00735a;--ct-bad:#b23a08;--ct-warn:#7a6400;
 --ct-arm0:#6f7c8d;--ct-arm1:#0072b2;--ct-arm2:#b85c00;--ct-arm3:#7b4fa3;--ct-arm4:#00815f;--ct-arm5:#a2345d;
 box-sizing:border-box;container-type:inline-size;width:100%;max-width:880px;margin:4px 0 14px;
 padding:22px 26px 24px;border:1px solid var(--ct-line);
 border-radius:12px;background:var(--ct-paper);color:var(--ct-ink);overflow:visible}
[data-jp-theme-light=false] .ct-step{color-scheme:dark;--ct-good:#4fd0ac;--ct-bad:#ff9d6e;--ct-warn:#e5cf63;
 --ct-arm0:#98a5b5;--ct-arm1:#56b4e9;--ct-arm2:#f0a04b;--ct-arm3:#c3a0e8;--ct-arm4:#4fd0ac;--ct-arm5:#f08fb5}
.ct-step .widget-html-content,.ct-step .jupyter-widget-html-content{line-height:1.5;font-size:14px;
 overflow-wrap:anywhere}
.ct-step .widget-html,.ct-step .jupyter-widget-html{height:auto;width:100%}
.ct-step .widget-vbox,.ct-step .widget-hbox{overflow:visible}
.ct-step p{margin:0 0 8px}.ct-step p:last-child{margin-bottom:0}
.ct-step h4{margin:14px 0 2px;font-size:15px;font-weight:650;color:var(--ct-ink)}
.ct-step .ct-top{margin-top:0}
.ct-grid{display:grid!important;grid-template-columns:1fr 1fr;gap:2px 26px;width:100%}
.ct-grid>.ct-wide{grid-column:1/-1}
@container(max-width:600px){.ct-grid{grid-template-columns:1fr!important}}
.ct-field{margin:7px 0!important;width:100%;min-width:0}
.ct-field .widget-inline-hbox{flex-direction:column;align-items:stretch;height:auto;width:100%;margin:0}
.ct-field .widget-label{width:auto!important;max-width:none;text-align:left;justify-content:flex-start;
 font-weight:600;height:auto;line-height:1.5;padding:0 0 3px;white-space:normal;color:var(--ct-ink)}
.ct-field input,.ct-field textarea,.ct-field select{width:100%;max-width:none;box-sizing:border-box;border-radius:6px;
 background-color:var(--ct-paper);color:var(--ct-ink)}
.ct-field input:not([type=checkbox]){padding:0 10px!important}
.ct-field .widget-toggle-buttons .widget-label{margin:0;padding-top:0}
.ct-field input:focus-visible,.ct-field textarea:focus-visible,.ct-field select:focus-visible{outline:2px solid
 var(--ct-accent);outline-offset:0}
.ct-field textarea{font-family:inherit;line-height:1.45;padding:8px}
.ct-field .widget-inline-hbox>*{flex:0 0 auto}
.ct-field select{height:36px;padding:0 8px;appearance:auto;-webkit-appearance:auto;background-image:none!important}
.ct-field input:not([type=checkbox]){height:36px}
.ct-field input[type=date]{max-width:190px}
.ct-field .widget-toggle-buttons{height:auto;display:flex;flex-direction:column;align-items:stretch}
.ct-field .widget-toggle-buttons .widget-toggle-button,.ct-field .widget-toggle-button{border-radius:6px;width:auto;
 min-width:72px;padding:0 14px;margin:0 6px 6px 0}
.ct-field .mod-active{background:var(--ct-accent);color:var(--jp-ui-inverse-font-color1,#fff);font-weight:600}
.ct-several{flex-flow:row wrap!important}.ct-field .ct-several .widget-toggle-button{min-width:54px}
.ct-step .ct-days .jupyter-button{min-width:0;padding:0 13px;margin:0 6px 6px 0}
.ct-title{font-weight:600;line-height:1.5;padding:0 0 3px}
.ct-hint{color:var(--ct-soft);font-size:13px;line-height:1.4;margin-top:3px}
.ct-need{color:var(--ct-bad);font-size:13.5px;font-weight:600;line-height:1.4;margin-top:3px}
.ct-need:before{content:"▲ "}
.ct-wrong input,.ct-wrong textarea,.ct-wrong select{border-color:var(--ct-bad)!important;border-width:2px!important}
.ct-actions{margin:14px 0 2px!important;gap:12px;align-items:center;flex-flow:row wrap!important}
.ct-step .jupyter-button.ct-do{background:var(--ct-accent);color:var(--jp-ui-inverse-font-color1,#fff);
 font-weight:600}
.ct-step .jupyter-button{width:auto;min-width:120px;padding:0 20px;border-radius:7px;font-size:14px;height:36px;
 line-height:36px}
.ct-step .jupyter-button.ct-quiet{background:var(--ct-wash);color:var(--ct-ink);border:1px solid var(--ct-line)}
.ct-step .jupyter-button:focus-visible{outline:2px solid var(--ct-accent);outline-offset:2px}
.ct-step a.ct-link{display:inline-block;padding:7px 18px;border-radius:7px;border:1px solid var(--ct-line);
 background:var(--ct-wash);color:var(--ct-ink);text-decoration:none;font-weight:600;margin:2px 8px 6px 0;
 white-space:nowrap}
.ct-links{flex-flow:row wrap!important;align-items:center}
.ct-links .widget-html,.ct-links .jupyter-widget-html{width:auto}.ct-links .jp-OutputArea-output{overflow:visible}
.ct-step a.ct-link:hover{border-color:var(--ct-accent)}
.ct-say{border-left:3px solid var(--ct-accent);padding:4px 0 4px 14px;margin:8px 0}
.ct-say.ct-good{border-color:var(--ct-good)}.ct-say.ct-bad{border-color:var(--ct-bad)}
.ct-say.ct-warn{border-color:var(--ct-warn)}.ct-say.ct-bad b{color:var(--ct-bad)}
.ct-soft{color:var(--ct-soft)}.ct-better:before{content:"▲ ";color:var(--ct-warn)}
.ct-trail{display:flex;flex-wrap:wrap;gap:6px 18px;margin:10px 0 0;padding:0;list-style:none;font-size:14px}
.ct-trail li{color:var(--ct-soft)}.ct-trail li.ct-done{color:var(--ct-good);font-weight:600}
.ct-trail li.ct-now{color:var(--ct-ink);font-weight:650}
.ct-scroll{overflow-x:auto}
.ct-step table.ct-table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums;
 table-layout:auto;color:inherit}
.ct-step .ct-table th,.ct-step .ct-table td{text-align:left;padding:6px 10px 6px 0;
 border-bottom:1px solid var(--ct-line);
 vertical-align:top;background:none;max-width:none;white-space:normal;color:inherit}
.ct-step .ct-table th{color:var(--ct-soft);font-weight:500;font-size:13px}
.ct-step .ct-table .ct-num{text-align:right}
.ct-step table.ct-cal{border-collapse:separate;border-spacing:4px;width:100%;table-layout:fixed;font-size:12.5px;
 color:inherit}
.ct-step .ct-cal th{font-weight:500;color:var(--ct-soft);text-align:left;padding:2px 4px;background:none}
.ct-step .ct-cal td{vertical-align:top;text-align:left;padding:5px 7px;border-radius:7px;background:var(--ct-wash);
 height:44px;white-space:normal;max-width:none;color:inherit}
.ct-step .ct-cal td.ct-off{background:none}
.ct-step .ct-cal .ct-day{color:var(--ct-soft);font-size:11.5px;display:block;line-height:1.3}
.ct-step .ct-cal .ct-post{display:block;line-height:1.35;margin-top:3px;border-left:3px solid var(--ct-arm);
 padding-left:7px;overflow-wrap:anywhere}
.ct-step .ct-cal .ct-post b{font-weight:650}
.ct-step .ct-cal .ct-topic{display:block;font-weight:400;color:var(--ct-soft);overflow:hidden;text-overflow:ellipsis}
.ct-legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin:6px 0}
.ct-dot{display:inline-block;width:10px;height:10px;border-radius:50%;background:var(--ct-arm);margin-right:7px}
.ct-findings{list-style:none;margin:6px 0;padding:0}
.ct-findings li{padding:6px 0 6px 26px;border-bottom:1px solid var(--ct-line);position:relative}
.ct-findings li i{position:absolute;left:3px;font-style:normal;font-weight:700}
.ct-ok i{color:var(--ct-good)}.ct-note i{color:var(--ct-soft)}.ct-warning i{color:var(--ct-warn)}
.ct-blocker i{color:var(--ct-bad)}
.ct-verdict{font-size:18px;font-weight:650;line-height:1.35;margin:6px 0}
.ct-step iframe.ct-page{width:100%;height:640px;border:1px solid var(--ct-line);border-radius:10px;background:#fff;
 margin-top:10px}
.ct-page-of-tabs{width:100%;max-width:880px}
.ct-tabs>.lm-TabBar,.ct-tabs>.p-TabBar{font-size:14px}
.ct-tabs .lm-TabBar-content{flex-wrap:wrap;height:auto}
.ct-tabs .lm-TabBar-tab{flex:0 1 auto!important;min-width:0!important;width:auto!important;padding:0 14px!important;
 font-weight:600;height:34px!important;line-height:34px!important}
.ct-tabs .lm-TabBar-tab:focus-visible{outline:2px solid var(--ct-accent,#1976d2);outline-offset:-2px}
.ct-tabs .widget-tab-contents,.ct-tabs>.lm-StackedPanel{padding:0!important;border:0!important;overflow:visible}
.jp-Notebook:has(.ct-page-of-tabs) .jp-MarkdownCell,
.jp-Notebook:has(.ct-page-of-tabs) .jp-Cell-inputWrapper{display:none}
.ct-step details{margin:10px 0 0}.ct-step summary{cursor:pointer;font-weight:600}
"""
