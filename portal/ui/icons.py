"""Line icons on a 24 x 24 grid, drawn for this project; decorative only."""

ICONS = {
    "folder": '<path d="M3 6h6l2 2h10v11H3z"/>',
    "list": '<path d="M9 6h12M9 12h12M9 18h12"/><path d="M3 6l1 1 2-2M3 12l1 1 2-2M3 18l1 1 2-2"/>',
    "inbox": '<path d="M3 13l3-8h12l3 8v6H3z"/><path d="M3 13h5l2 3h4l2-3h5"/>',
    "question": '<path d="M4 4h16v12H9l-5 4z"/><path d="M10 8.5a2 2 0 113 1.7c-.7.4-1 .8-1 1.3"/><path d="M12 13.6v.1"/>',
    "money": '<circle cx="12" cy="12" r="9"/><path d="M15.5 8.5A4.5 4.5 0 1 0 15.5 15.5M7 11h6M7 13h6"/>',
    "chart": '<path d="M4 20V4M4 20h16"/><path d="M8 16v-4M12 16V8M16 16v-6"/>',
    "people": '<circle cx="9" cy="8" r="3"/><path d="M3 20c0-4 3-6 6-6s6 2 6 6"/><path d="M16 5.5a3 3 0 010 5M21 20c0-3-1.5-5-4-5.7"/>',
    "rules": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "log": '<path d="M2 12s4-6 10-6 10 6 10 6-4 6-10 6-10-6-10-6z"/><circle cx="12" cy="12" r="2.5"/>',
    "mail": '<path d="M3 6h18v12H3z"/><path d="M3 7l9 6 9-6"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="M20 20l-4.5-4.5"/>',
    "gear": '<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M6 6l2 2M16 16l2 2M18 6l-2 2M8 16l-2 2"/>',
    "warn": '<path d="M12 4l9 16H3z"/><path d="M12 10v4M12 17v.1"/>',
    "check": '<path d="M5 12l5 5 9-11"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 8v.1"/>',
    "handshake": '<path d="M3 8l4-3 5 2 5-2 4 3v7l-3 1-6 4-6-4-3-1z"/><path d="M12 7l-4 5a2 2 0 003 2l2-2 5 4"/>',
    "goal": '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="5"/><circle cx="12" cy="12" r="1"/>',
    "home": '<path d="M4 11l8-7 8 7v9h-5v-6H9v6H4z"/>',
}
