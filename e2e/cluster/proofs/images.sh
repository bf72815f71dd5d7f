archive=$(mktemp)
"$home/lib/images" check >"$archive"
says "check/busybox:1" "$home/load" "$archive"
says "check/busybox:1" "$home/load" "$archive"
rm "$archive"
pod loaded 'echo from a loaded image' check/busybox:1
completes loaded
rejected "found no file /nowhere.tar" "$home/load" /nowhere.tar
rejected "containerd rejected it" "$home/load" "$home/load"
proved "an image loaded from an archive runs, and what is none is rejected"
