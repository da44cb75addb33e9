//! The icon in the desktop's tray, where there is one.
//!
//! On Linux it speaks the tray's own protocol (StatusNotifierItem) over the session bus: no system library, and no tray on the
//! bus means no icon, not a failure. GNOME has none as it comes, so nothing depends on it: a window that was closed is
//! opened by starting Casebook again. Elsewhere there is none yet: Linux is what is built and tested.

#[cfg(target_os = "linux")]
pub(crate) use linux::show;

/// Shows the icon; says whether there is a tray.
#[cfg(not(target_os = "linux"))]
pub(crate) fn show(_: &tauri::AppHandle) -> bool {
    false
}

#[cfg(target_os = "linux")]
mod linux {
    use std::sync::Arc;

    use ksni::blocking::TrayMethods;
    use ksni::menu::StandardItem;
    use ksni::{Icon, MenuItem, Tray};
    use tauri::{AppHandle, Manager};

    use crate::desk::Desk;
    use crate::desktop::show_main;
    use crate::events::DeskEvent;

    /// Shows the icon; says whether there is a tray.
    pub(crate) fn show(app: &AppHandle) -> bool {
        match (CasebookTray { app: app.clone() }).spawn() {
            Ok(handle) => {
                // It lasts as long as the app.
                app.manage(handle);
                true
            }
            Err(reason) => {
                tracing::info!(%reason, "this desktop has no tray");
                false
            }
        }
    }

    struct CasebookTray {
        app: AppHandle,
    }

    impl CasebookTray {
        fn say(&self, event: &DeskEvent) {
            show_main(&self.app);
            self.app.state::<Arc<Desk>>().desktop().say(event);
        }
    }

    impl Tray for CasebookTray {
        fn id(&self) -> String {
            "casebook".to_owned()
        }

        fn title(&self) -> String {
            "Casebook".to_owned()
        }

        fn icon_pixmap(&self) -> Vec<Icon> {
            let Some(icon) = self.app.default_window_icon() else { return Vec::new() };
            let size = |pixels: u32| i32::try_from(pixels).unwrap_or_default();
            vec![Icon { width: size(icon.width()), height: size(icon.height()), data: argb(icon.rgba()) }]
        }

        fn activate(&mut self, _: i32, _: i32) {
            show_main(&self.app);
        }

        fn menu(&self) -> Vec<MenuItem<Self>> {
            let item = |label: &str, activate: fn(&mut Self)| -> MenuItem<Self> {
                StandardItem { label: label.to_owned(), activate: Box::new(activate), ..StandardItem::default() }.into()
            };
            vec![
                item("Open Casebook", |tray| show_main(&tray.app)),
                item("Find", |tray| tray.say(&DeskEvent::FindAsked)),
                item("New case", |tray| tray.say(&DeskEvent::NewCaseAsked)),
                MenuItem::Separator,
                item("Quit", |tray| tray.app.exit(0)),
            ]
        }
    }

    /// Pixels in the order the tray wants: alpha first.
    fn argb(rgba: &[u8]) -> Vec<u8> {
        rgba.chunks_exact(4).flat_map(|pixel| [pixel[3], pixel[0], pixel[1], pixel[2]]).collect()
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn a_pixel_is_turned_alpha_first() {
            assert_eq!(super::argb(&[1, 2, 3, 4, 5, 6, 7, 8]), [4, 1, 2, 3, 8, 5, 6, 7]);
        }
    }
}
